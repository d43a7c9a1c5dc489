"""What the entries of kinds.yaml and of policies are, as an editor tells it: by model and key."""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "Kind": {
        "id": "文种的编号，小写英文字母和短横，例如 plan",
        "name": "文种的名称，也是文件名，例如 实施方案",
        "datasets": "公文要用的数据表，缺了会列为待补",
        "optional": "有则写、没有则不写的数据表",
        "deadline": "报送时限，是单位说明“时限”中的一项，或者政策文件 deadlines 中的一项；没有时限的不写",
        "filed": "是否报送的公文，不写为 true；false 的没有版头、发文字号和版记",
        "on_request": "是否只有在 单位.yaml 的“表单”或者“文种”中写了的单位才生成，不写为 false",
        "archived": "是否只在归档（reportgen archive）时生成，不写为 false",
        "formats": "生成的格式，不写为 [docx, pdf, html]；xlsx 是文中的表格",
        "enabled": "写 false 停用这个文种，不写为 true",
        "levels": "哪些级别的单位有这个文种，每个级别一项",
    },
    "Form": {
        "form": "公文的种类：报告、通知或者函；不报送的文种不写",
        "template": "模板的文件名：.html 在 templates/html 中，.docx 是 Word 表格，在 templates/docx 中；例如 plan-county.html",
        "cover_title": "正文（报告、通知、函）的标题，| 表示可以在此处回行；不报送的文种不写",
        "title": "附件的标题，| 表示可以在此处回行",
    },
    "Policy": {
        "id": "政策的编号，小写英文字母、数字和短横；写已有的编号，是对它补充和修改",
        "document": "政策文件：标题、文号、发文机关和日期；补充、修改已有政策的不写",
        "deadlines": "政策规定的日期，按名称写",
        "parameters": "规则中要用的数，按名称写",
        "provisions": "公文可以引用的规定，按名称写：适用这个政策的单位，公文才写这样的要求",
        "rules": "增加的规则",
    },
    "PolicyDocument": {
        "title": "文件标题",
        "number": "文号；适用于“政策依据”写有这个文号的单位，没有文号的适用于所有单位",
        "issuer": "发文机关",
        "date": "成文日期，例如 2023-04-10",
    },
    "Deadline": {
        "title": "日期的名称",
        "date": "日期，例如 2023-04-20；写 04-30 是采暖季起始年的那一天",
    },
    "Provision": {"clause": "所在的条款，例如 四2", "words": "政策的原话，公文照写"},
    "Rule": {
        "id": "规则的编号，例如 OWN-1",
        "title": "规则的名称：要求什么",
        "clause": "依据的条款，例如 五（二）",
        "quote": "条款的原文，最多30个字",
        "severity": "轻重：error 必须整改，warning 应当核实，notice 提示",
        "kinds": "核查哪些文种，写编号",
        "levels": "核查哪些级别的单位，不写为全部",
        "units": "核查哪些单位，写代码；不写为全部",
        "each": "逐行核查哪个数据表；不写为对整个单位核查",
        "when": "什么情况下核查，写条件",
        "assert": "应当成立的条件；与 check 只写一个",
        "check": "软件自带的核查方法；与 assert 只写一个",
        "message": "不符合时怎么说",
        "help": "怎么改",
        "note": "对规则的说明",
        "examples": "符合和不符合的样例",
        "enabled": "是否核查，不写为 true；false 停用",
    },
    "Examples": {"holds": "符合规则的改动", "breaks": "不符合规则的改动"},
}
