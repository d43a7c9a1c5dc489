#!/bin/sh
# 双击（选“在终端中运行”）或者在终端里运行；第一次会先安装，不需要联网。
cd "$(dirname "$0")" || exit 1
trap : INT # Ctrl-C 是给报送台的，它自己结束
for name in python3.11 python3; do
    if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
        "$name" start.py "$@"
        status=$?
        if [ "$status" != 0 ] && [ -t 0 ]; then
            printf '按回车关闭窗口'
            read -r _
        fi
        exit "$status"
    fi
done
echo '没有找到带 venv 的 Python 3.11。Debian 12：安装 python3 和 python3-venv；其他系统见“说明.md”。' >&2
[ ! -t 0 ] || { printf '按回车关闭窗口'; read -r _; }
exit 1
