"""What a workspace's inputs/programme/vocabularies.yaml adds and changes, and what is said of its faults: each at its line, the others stand."""

import shutil
from pathlib import Path

import pytest

from reportgen.inputs.programme import HEAD, programme_of
from reportgen.inputs.schema.vocabulary import PROGRAMME, VOCABULARIES, Vocabularies, Vocabulary, shipped_vocabularies
from reportgen.inputs.synonyms import find_choice
from reportgen.workspace import Workspace
from tests.command import run

STOVE = "- id: path\n  values:\n    - {key: stove, title: 生物质炉具}\n"


def given(root: Path, text: str | bytes) -> tuple[Vocabulary, list[tuple[str, int | None]]]:
    """The heating paths of a workspace with this file, and what is said of it, with the lines."""
    path = root / VOCABULARIES
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    programme, problems = programme_of(Workspace(root))
    assert all(problem.help and {place.file for place in problem.places} == {VOCABULARIES} for problem in problems)
    return programme.vocabularies["path"], [(problem.message, problem.places[0].line) for problem in problems]


def test_the_packages_own_have_no_fault(tmp_path: Path) -> None:
    """They are read as an office's own are, which says what is wrong with a file."""
    (tmp_path / HEAD).parent.mkdir(parents=True)
    (tmp_path / HEAD).write_text("base: none\n", encoding="utf-8")
    shutil.copyfile(PROGRAMME / "vocabularies.yaml", tmp_path / VOCABULARIES)
    programme, problems = programme_of(Workspace(tmp_path))
    assert problems == ()
    assert said(programme.vocabularies) == said(shipped_vocabularies())
    assert [vocabulary.title for vocabulary in programme.vocabularies.values()][:2] == ["取暖路径", "区域"]


def said(vocabularies: Vocabularies) -> dict[str, list[tuple[object, ...]]]:
    return {id: [(str(one), one.key, one.order, one.measure, one.phrase, found.words(one)) for one in found] for id, found in vocabularies.items()}


def test_values_are_added_in_their_order(tmp_path: Path) -> None:
    text = "- id: path\n  values:\n    - {key: geothermal, title: 地热, order: 15}\n    - {key: 醇基燃料, title: 醇基燃料, synonyms: [甲醇]}\n"
    paths, said = given(tmp_path, text)
    assert said == []
    assert [(str(path), path.key, path.measure) for path in paths] == [
        ("集中供热", "district", "户"), ("地热", "geothermal", "户"), ("煤改电", "electricity", "户"), ("煤改气", "gas", "户"),
        ("生物质热电联产", "biomass", "户"), ("醇基燃料", "醇基燃料", "户"),
    ]  # fmt: skip
    assert find_choice("甲醇", paths) == "醇基燃料"


def test_a_value_that_is_there_gets_other_words(tmp_path: Path) -> None:
    paths, said = given(tmp_path, "- id: path\n  values:\n    - {key: electricity, synonyms: [空气源热泵], phrase: 电采暖}\n")
    assert said == []
    electricity = find_choice("空气源热泵", paths)
    assert electricity is not None
    assert (electricity, electricity.phrase, find_choice("电代煤", paths)) == ("煤改电", "电采暖", "煤改电")


def test_what_includes_it_has_its_values_too(tmp_path: Path) -> None:
    given(tmp_path, STOVE)
    programme, _ = programme_of(Workspace(tmp_path))
    assert "生物质炉具" in programme.by_key["acceptance"].fields()[2].choices
    assert "生物质炉具" not in programme.by_key["energy"].fields()[0].choices


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        (STOVE.replace("title:", "titel:"), "不是可以写的项，是否应为“title”", 3),
        (STOVE.replace("id: path", "id: level"), "词汇“level”是程序自己的，不能增加、修改", 1),
        (STOVE.replace("id: path", "id: paths"), "没有“paths”这个词汇，是否应为“path”", 1),
        (STOVE.replace("key: stove, ", ""), "第1项的 values.0.key 没有填写", 3),
        (STOVE.replace("stove", "a stove"), "第1项的 values.0.key 写法不对", 3),
        (STOVE.replace("key: stove", "key: total"), "key 不能写 total", 3),
        (STOVE.replace("}", "}\n    - {key: stove, title: 炉具}"), "“取暖路径”的 stove 写了两次", 4),
        (STOVE.replace("生物质炉具", "电代煤"), "“电代煤”已经指“煤改电”（electricity）", 3),
        (STOVE.replace("}", ", synonyms: [煤改气]}"), "“煤改气”已经指“煤改气”（gas）", 3),
        (STOVE.replace("}", ", measure: 台}"), "“生物质炉具”的计量单位不是“户”，“取暖路径”各项任务要相加", 3),
        (STOVE.replace("}", ", measure: 坨}"), "“坨”不是计量单位", 3),
        (STOVE.replace("}", ", order: 前面}"), "第1项的 values.0.order 应为整数", 3),
        (STOVE.replace("key: stove", "key: gas"), "“煤改气”不能改名为“生物质炉具”", 3),
        (STOVE.replace(", title: 生物质炉具", ""), "“取暖路径”的 stove 没有写 title", 3),
        ("- {id: path, includes: acceptance_class}\n", "词汇“path”最终又包含它自己", 1),
        ("- {id: acceptance_class, includes: pat}\n", "没有“pat”这个词汇，是否应为“path”", 1),
        ("- id: acceptance_class\n  values:\n    - {key: gas, title: 气}\n", "“取暖路径”已经有 gas（煤改气）", 3),
        ("path: 取暖路径\n", "最外层应为列表", 1),
        ("- path\n", "第1项应为“名称: 内容”的各行", 1),
        ("- id: path\n  values: [\n", "YAML", 3),
    ],
)
def test_a_fault_is_told_at_its_line(tmp_path: Path, text: str, message: str, line: int) -> None:
    paths, said = given(tmp_path, text)
    assert len(said) == 1
    assert message in said[0][0]
    assert said[0][1] == line
    assert [path.key for path in paths][:4] == ["district", "electricity", "gas", "biomass"]


def test_a_faulty_value_leaves_the_others(tmp_path: Path) -> None:
    paths, said = given(tmp_path, STOVE + "    - {key: solar, title: 太阳能, measure: 坨}\n    - {key: geothermal, title: 地热}\n")
    assert [message for message, _ in said] == ["“坨”不是计量单位"]
    assert [path.key for path in paths][4:] == ["stove", "geothermal"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("vocabularies.yaml", "- {id: pat, values: []}\n", "inputs/programme/vocabularies.yaml:1：没有“pat”这个词汇，是否应为“path”"),
        ("vocabularies.yaml", b"\xff\xfe\x00", "inputs/programme/vocabularies.yaml"),
        ("vocabulary.yaml", "", "没有读取这个文件，是否应为“vocabularies.yaml”"),
    ],
)
def test_check_says_it_once_and_without_a_traceback(tmp_path: Path, name: str, text: str | bytes, said: str) -> None:
    workspace = tmp_path / "work"
    (workspace / "inputs/programme").mkdir(parents=True)
    (workspace / "inputs/2023").mkdir()
    (workspace / "inputs/programme" / name).write_bytes(text.encode() if isinstance(text, str) else text)
    result = run(workspace, "check")
    assert result.returncode == 1
    assert (result.stdout + result.stderr).count(said) == 1
    assert "Traceback" not in result.stderr
