"""Papers: accessible, embedded, ordered, the same bytes for the same facts, and deaf to what texts pretend to be."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from touchstone.documents import papers, typesetting
from touchstone.documents.facts import CertificateUnit, Facts, FactsError, ResultSheet
from touchstone.documents.papers import Pdf
from touchstone.documents.tests import make

Draw = Callable[[Any], Pdf]
PDFS: list[tuple[Draw, Facts]] = [
    (papers.result_sheet_pdf, make.result_sheet()),
    (papers.certificate_pdf, make.certificate()),
    (papers.evidence_matrix_pdf, make.evidence_matrix()),
    (papers.authentication_sheet_pdf, make.authentication_sheet()),
    (papers.receipt_pdf, make.receipt()),
    (papers.decision_trace_pdf, make.decision_trace()),
]
every_paper = pytest.mark.parametrize(("draw", "facts"), PDFS, ids=[draw.__name__ for draw, _ in PDFS])


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = "\n".join(document[each].get_textpage().get_text_range() for each in range(len(document)))
    return " ".join(pages.replace("\u200b", "").replace("\ufffe", "").split())


def reader_of(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def tags_of(pdf: bytes) -> list[str]:
    """The kinds of the structure tree, in reading order."""

    def walk(node: Any) -> Iterator[str]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for each in node:
                yield from walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                yield str(node["/S"])
            if "/K" in node:
                yield from walk(node["/K"])

    return list(walk(reader_of(pdf).trailer["/Root"]["/StructTreeRoot"]))


@every_paper
def test_a_paper_keeps_the_accessible_and_the_archival_standard(draw: Draw, facts: Facts) -> None:
    pdf = draw(facts)
    assert pdf.standards == ("a-3a", "ua-1")
    assert pdf.accessible
    assert pdf.fell_back_because == ""
    metadata = reader_of(pdf).trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>3</pdfaid:part>" in metadata


@every_paper
def test_a_paper_is_tagged_titled_and_says_its_language(draw: Draw, facts: Facts) -> None:
    root = reader_of(draw(facts)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    title = (reader_of(draw(facts)).metadata or {}).get("/Title")
    assert facts.learner_name in str(title)
    assert tags_of(draw(facts)).count("/H1") == 1


@every_paper
def test_a_paper_carries_every_font_it_uses(draw: Draw, facts: Facts) -> None:
    fonts = 0
    for page in reader_of(draw(facts)).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in descendant["/FontDescriptor"] or "/FontFile3" in descendant["/FontDescriptor"]
            fonts += 1
    assert fonts


@every_paper
def test_the_same_facts_give_the_same_bytes_and_others_do_not(draw: Draw, facts: Facts) -> None:
    assert draw(facts) == draw(replace(facts))
    assert draw(facts) != draw(replace(facts, learner_name="Asha Raol"))


@every_paper
def test_a_paper_of_hostile_texts_shows_them_and_obeys_none(draw: Draw, facts: Facts) -> None:
    pdf = draw(replace(facts, learner_name=make.HOSTILE))
    text = text_of(pdf)
    assert '#read("/etc/passwd")' in text
    assert "*bold*" in text
    assert "#{1+1}" in text
    assert "<script>alert(1)</script>" in text
    assert "root:" not in text
    assert pdf.accessible


@every_paper
def test_a_glyph_no_font_has_costs_the_standard_but_not_the_paper(
    draw: Draw, facts: Facts, caplog: pytest.LogCaptureFixture
) -> None:
    pdf = draw(replace(facts, learner_name="山田 太郎"))
    assert not pdf.accessible
    assert "山" in pdf.fell_back_because
    assert "document_fell_back" in caplog.text
    assert reader_of(pdf).trailer["/Root"]["/MarkInfo"]["/Marked"], "it stays tagged"


def test_names_in_greek_cyrillic_hebrew_and_arabic_need_no_fallback() -> None:
    pdf = papers.certificate_pdf(replace(make.certificate(), learner_name="Ωμέγα Привет שלום مرحبا"))
    assert pdf.accessible


def test_a_result_sheet_has_every_field_of_the_awarding_bodys_own_sheet() -> None:
    text = text_of(papers.result_sheet_pdf(make.result_sheet()))
    for part in (
        "012345", "Northgate Learning", "ABC1234", "Asha Rao", "8585-302", "Attempt 2", "Pass (provisional)",
        "Points to a referral", "Goals are agreed with one person only", "Points to a pass", "Assessor’s feedback",
        "names three goals in their own words", "Decision", "Carried from attempt 1", "12:30–14:05",
        "Assessor’s comments on outcome 1", "Quality assurer’s comments on outcome 1", "Unit outcome",
        "29 June 2026", "Ben Okafor", "Date of check", "3 July 2026", "Carys Llewellyn", "c81f03ae 5b77e6d2",
    ):  # fmt: skip
        assert part in text, part


def test_a_result_sheet_reads_in_the_order_of_the_work() -> None:
    text = text_of(papers.result_sheet_pdf(make.result_sheet()))
    places = [text.index(each) for each in ("Centre number", "Outcome 1", "1.1 ", "1.2 ", "Outcome 2", "Decisions on")]
    assert places == sorted(places)


def test_a_result_sheet_repeats_the_header_of_its_tables_as_header_cells() -> None:
    tags = tags_of(papers.result_sheet_pdf(make.result_sheet()))
    assert tags.count("/TH") == 5 * 3, "once for machines in each of three tables, however often for eyes"
    assert "/THead" in tags
    assert "/LBody" in tags


def test_a_result_sheet_without_a_check_says_so() -> None:
    text = text_of(papers.result_sheet_pdf(replace(make.result_sheet(), quality_assurer=None)))
    assert "Unit outcome: not yet recorded" in text


def test_every_page_says_where_it_is() -> None:
    document = pypdfium2.PdfDocument(papers.result_sheet_pdf(make.result_sheet()))
    assert len(document) > 1
    for each in range(len(document)):
        assert f"Page {each + 1} of {len(document)}" in document[each].get_textpage().get_text_range()


@pytest.mark.parametrize(
    ("text", "times"),
    [("q" * 20_000, 20_000), ("quiz " * 4_000, 4_000), ("q\n" * 1_000, 1_000), ("\u00ad" * 20_000 + "q", 1)],
)
def test_twenty_thousand_characters_stay_inside_the_page(text: str, times: int) -> None:
    pdf = papers.result_sheet_pdf(with_feedback(text))
    document = pypdfium2.PdfDocument(pdf)
    for each in range(len(document)):
        page = document[each]
        for box in text_boxes(page):
            assert min(box) >= 0
            assert box[2] <= page.get_width()
            assert box[3] <= page.get_height()
    others = text_of(papers.result_sheet_pdf(with_feedback(""))).count("q")
    assert text_of(pdf).count("q") == others + times


def text_boxes(page: Any) -> Iterator[tuple[float, float, float, float]]:
    words = page.get_textpage()
    for each in range(words.count_rects()):
        yield words.get_rect(each)


def with_feedback(text: str) -> ResultSheet:
    sheet = make.result_sheet()
    first = sheet.outcomes[0]
    criterion = replace(first.criteria[0], feedback=text)
    return replace(sheet, outcomes=(replace(first, criteria=(criterion,)),))


def test_a_certificate_shows_who_what_and_where_to_check() -> None:
    pdf = papers.certificate_pdf(make.certificate())
    text = text_of(pdf)
    assert "Asha Rao has met every requirement of Level 3 Certificate in Effective Coaching" in text
    assert "Level 3 · 13 credits · 8585-21" in text
    assert "4471 9026" in text
    assert "2 October 2026" in text
    assert "302" in text
    link = [each.get_object() for each in reader_of(pdf).pages[0]["/Annots"]]
    assert link[0]["/A"]["/URI"] == "https://northgate.example/verify/44719026"
    assert "/Figure" in tags_of(pdf), "the QR code has a description"


@pytest.mark.parametrize("level", ["3", "Level 3", 3])
def test_a_level_is_written_once_whatever_way_it_comes(level: Any) -> None:
    text = text_of(papers.certificate_pdf(replace(make.certificate(), level=level)))
    assert "Level 3 · 13 credits" in text
    assert "Level Level" not in text


def test_a_certificate_is_one_page_until_its_units_need_two() -> None:
    unit = CertificateUnit(number="300", title="Understanding Good Practice", level="3", credit=4)
    counts = [
        len(reader_of(papers.certificate_pdf(replace(make.certificate(), units=(unit,) * each))).pages)
        for each in (0, 7, 8, 20)
    ]
    assert counts == [1, 1, 2, 2]


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "verify/1", "https://", "https://a.example/ b"])
def test_a_certificate_refuses_what_is_not_a_web_address(address: str) -> None:
    with pytest.raises(FactsError, match="web address"):
        papers.certificate_pdf(replace(make.certificate(), verification_url=address))


def test_a_matrix_says_where_evidence_is_missing() -> None:
    text = text_of(papers.evidence_matrix_pdf(make.evidence_matrix()))
    assert text.count("No evidence mapped yet") == 3
    assert "Recording of session four 12:30–14:05 E07" in text


def test_an_authentication_sheet_binds_the_declaration_to_its_files() -> None:
    text = text_of(papers.authentication_sheet_pdf(make.authentication_sheet()))
    assert "22 June 2026, 20:47 UTC" in text
    assert "evidence-02.docx" in text
    assert "33 kB" in text
    assert text.count("c81f03ae 5b77e6d2") == 4 * 4


def test_a_paper_without_steps_or_files_still_says_what_it_is() -> None:
    assert "No steps are recorded yet." in text_of(papers.decision_trace_pdf(replace(make.decision_trace(), steps=())))
    assert "No files" in text_of(papers.receipt_pdf(replace(make.receipt(), files=())))


def test_an_outcome_is_pass_or_referral_and_nothing_else() -> None:
    with pytest.raises(FactsError, match="Pass, Referral"):
        replace(make.result_sheet().outcomes[0].criteria[0], outcome="Fail")


def test_a_template_asks_for_nothing_outside_its_folder() -> None:
    sources = {path.name: path.read_text() for path in Path(typesetting.TEMPLATES).glob("*.typ")}
    assert len(sources) == 8
    for name, source in sources.items():
        for word in ("@preview", "@local", "eval(", "plugin(", "read(", "http://", "https://"):
            assert word not in source, f"{name}: {word}"


def test_a_fault_of_a_template_is_not_blamed_on_the_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken.typ").write_text("#nothing-of-this-name")
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    with pytest.raises(papers.TypesettingError, match="broken"):
        typesetting.typeset("broken", {}, dated_on=date(2026, 1, 1))


def test_a_template_cannot_read_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "typst"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (inside / "nosy.typ").write_text('#read("../secret.txt")')
    monkeypatch.setattr(typesetting, "TEMPLATES", inside)
    with pytest.raises(papers.TypesettingError):
        typesetting.typeset("nosy", {}, dated_on=date(2026, 1, 1))
