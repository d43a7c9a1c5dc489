@echo off
rem Double-click to start. Installs itself the first time, without internet.
setlocal
cd /d "%~dp0"
set PYTHONUTF8=1
where py >nul 2>nul && py -3.11 -c "" >nul 2>nul && (py -3.11 start.py %* & goto :end)
python -c "import sys; sys.exit(sys.version_info[:2] != (3, 11))" >nul 2>nul && (python start.py %* & goto :end)
echo Python 3.11 (64-bit) is not installed. See the file next to this one (.md).
:end
if errorlevel 1 pause
