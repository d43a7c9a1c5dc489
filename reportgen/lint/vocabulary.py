"""Common words of the titles of official documents: a line of a title doesn't break within one (7.3.1)."""

import re

WORDS = frozenset(
    """
关于 通知 通报 通告 公告 公报 报告 请示 批复 意见 决定 决议 议案 命令 纪要 会议纪要 公函 复函 方案 办法 细则 规定 条例 规则 规划 计划 要点 制度 预案 措施 清单
名单 目录 标准 规范 指南 总结 汇报 说明 建议 提案 函件 转发 印发 批转 颁布 发布 公布 下发 下达 上报 报送 报请 呈报 申报 申请 审批 审核 审议 审查 审定 批准 核准 备案 同意
做好 加强 推进 加快 促进 深化 完善 健全 落实 贯彻 实施 开展 组织 强化 规范 提升 提高 改进 优化 调整 解决 支持 扶持 保障 确保 切实 进一步 全面 深入 扎实 有序 启动 建立
建设 改造 改革 发展 治理 整治 整改 管理 监管 监督 检查 督查 督导 考核 评价 评估 绩效 验收 核查 核实 审计 统计 调查 摸底 排查 清理 拨付 分配 申领 发放 补贴 补助 奖励 表彰
工作 任务 项目 工程 资金 经费 预算 决算 财政 财务 物资 能源 电力 燃气 天然气 供热 供暖 供电 供气 取暖 采暖 清洁 煤炭 散煤 洁净煤 生物质 热泵 锅炉 管网 电网 节能 环保
环境 生态 污染 防治 大气 空气 质量 安全 生产 消防 应急 救援 突发 事件 事故 隐患 风险 防控 维护 稳定 信访 民生 群众 农村 农业 农民 城市 城镇 城乡 乡村 振兴 社区 居民
住房 建筑 房屋 危房 住户 用户 农户 困难 家庭 教育 卫生 健康 医疗 文化 旅游 体育 交通 运输 道路 水利 林业 草原 自然 资源 土地 规划 市场 监督 价格 收费 税收 金融 保险 企业
人民 政府 党委 市委 县委 省委 国务院 办公 办公室 办公厅 委员会 领导 小组 领导小组 联席 会议 代表 大会 常务 常委会 政协 人大 公安 法院 检察 司法 民政 人事 社会 街道 乡镇
单位 部门 机关 机构 人员 干部 职工 职责 分工 责任 目标 指标 年度 季度 月度 冬季 春季 夏季 秋季 采暖季 取暖季 全市 全县 全省 全国 各县 我市 我县 本市 北方 地区
区域 范围 禁煤区 禁燃区 情况 问题 事项 事宜 有关 相关 若干 重点 专项 行动 活动 试点 示范 先进 集体 个人 典型 经验 宣传 培训 服务 运行 运营 维修 维保 使用 操作 技术 设备
设施 设计 施工 招标 采购 合同 协议 竣工 质保 档案 台账 信息 数据 平台 系统 网络 数字 智慧 创新 创建 文明 示例 实施方案 管理办法 工作方案 改革委 成立 撤销 任免 任命 聘任
召开 举办 参加 商请 协助 征求 反馈 答复 回复 提请 推荐 选拔 招聘 录用 休假 放假 值班 节日 春节 国庆 期间 时间 日期 截至 以来 以及 并且 或者 如何 联合 协同 统筹 协调 配套
""".split()
)
_LONGEST = max(map(len, WORDS))
_SHORTEST = 2
_CLOSING = re.compile(r"[，、；：。！？）》”’〕的]")
_OPENING = re.compile(r"[（《“‘〔]")
_AMOUNT = re.compile(r"[0-9０-９.]")


def broken(above: str, below: str) -> str:
    """What the break between two lines of a title parts: a word, a number, a mark from its words; empty where it stands well."""
    above, below = re.sub(r"\s", "", above), re.sub(r"\s", "", below)
    if not above or not below:
        return ""
    if _CLOSING.match(below) or _OPENING.match(above[-1]) or (_AMOUNT.match(above[-1]) and re.match(r"[0-9０-９.年月日个号%％]", below)):
        return above[-2:] + below[:1]
    across = _across(above, below)
    return "" if across and _stands(above, below) else across


def _across(above: str, below: str) -> str:
    """The longest word that begins above and ends below."""
    for length in range(_LONGEST, _SHORTEST - 1, -1):
        for head in range(1, min(length, len(above) + 1)):
            word = above[-head:] + below[: length - head]
            if len(word) == length and word in WORDS:
                return word
    return ""


def _stands(above: str, below: str) -> bool:
    """Whether words end and begin at the break, so that what lies across it is one by chance (全市|场馆)."""
    sizes = range(_SHORTEST, _LONGEST + 1)
    return any(above[-size:] in WORDS for size in sizes if size <= len(above)) and any(below[:size] in WORDS for size in sizes)
