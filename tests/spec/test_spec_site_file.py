"""site.yaml: every mistake with its line, and nothing that has to be said."""

from __future__ import annotations

from pathlib import Path

import pytest

from ovreport import spec
from ovreport.errors import SpecError
from ovreport.spec import NOTHING_SAID, SiteDescription
from ovreport.spec.site_file import SiteKeys


def load(folder: Path, text: str) -> SiteDescription:
    path = folder / "site.yaml"
    path.write_text(text, encoding="utf-8")
    return spec.load_site(path)


def problems(folder: Path, text: str) -> list[str]:
    """Lines of the error, without the file's folder."""
    with pytest.raises(SpecError) as caught:
        load(folder, text)
    return [line.removeprefix(f"{folder}/site.yaml:") for line in str(caught.value).splitlines()]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "{}\n"])
def test_a_file_that_says_nothing_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text).keys == NOTHING_SAID.keys == spec.load_site(None).keys


def test_a_base_url_ends_in_one_slash(tmp_path: Path) -> None:
    for text in ("https://a.example/b", "https://a.example/b/", "https://a.example/b//"):
        assert load(tmp_path, f"base_url: {text}\n").keys.base_url == "https://a.example/b/"


def test_a_text_is_told_in_the_language_of_a_page_or_in_the_first_that_there_is() -> None:
    words = {"en": "Home", "de": "Zuhause"}
    assert [spec.text_in(words, tag) for tag in ("de", "en", "zh-Hans")] == ["Zuhause", "Home", "Home"]
    assert spec.text_in({"": "Home"}, "de") == "Home"
    assert spec.text_in({}, "de") == ""


def test_a_licence_may_be_its_name_alone(tmp_path: Path) -> None:
    licence = load(tmp_path, "licence: CC0 1.0\n").keys.licence
    assert licence is not None
    assert (licence.name, licence.url) == ("CC0 1.0", None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: 3\n", "1: title: 3 is no text"),
        ("\ntitle: {fr: T}\n", "2: title.fr: is none of the languages that pages can have: en, de, zh-Hans"),
        ("base_url: ftp://x.example\n", "1: base_url: ftp://x.example is no address of a site"),
        ("base_url: https://x.example/?a=1\n", "1: base_url: https://x.example/?a=1 is no address of a site"),
        ("licence: {url: https://x.example}\n", "1: licence.name: is missing"),
        ("accent: red\n", "1: accent: red is no colour"),
        ("accent: '#ffcc00'\n", "1: accent: #ffcc00 is too light for links"),
        ("languages: [en, fr]\n", "1: languages[1]: fr is none of en, de, zh-Hans"),
        ("titel: T\n", "1: titel: unknown key (did you mean title?)"),
        ("language: en\n", "1: language: is a key of experiment files"),
        ("- title\n", "1: the file must be a mapping"),
        ("title: [\n", "2: this is no YAML"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_key(tmp_path: Path, text: str, said: str) -> None:
    (line,) = problems(tmp_path, text)
    assert line.startswith(said)


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    assert len(problems(tmp_path, "title: 3\nbase_url: x\naccent: red\nmodel: m\n")) == 4


def test_a_file_that_is_an_experiment_is_told_from_one_of_a_site(tmp_path: Path) -> None:
    assert "call an experiment otherwise" in problems(tmp_path, "title: T\ndevice: CPU\n")[0]


def test_every_key_is_explained_to_an_editor_with_an_example() -> None:
    schema = spec.site_schema()
    assert schema["properties"].keys() == SiteKeys.model_fields.keys()
    assert all(key["description"] and key["examples"] for key in schema["properties"].values())
    assert schema["additionalProperties"] is False
