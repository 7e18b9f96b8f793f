"""From registration to a certificate that anybody can verify, clicked by eight people in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys import steps
from tests.journeys.conftest import Running, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys"), pytest.mark.timeout(1200)]

REASON = "The strengths are weighed, the weaknesses are not."
FEEDBACK = "You tell what you did. Now say what spoke against it, for this person and on that day."
NOT_YET = ("Referral", "Not yet met", "Pass (provisional)", "Confirmed", REASON, FEEDBACK)
ANSWER = """# What spoke against it

The wheel made her choose an area before she had told the story. I saw it and asked her to put the pen away.

On a night shift it also takes too long. I would use the scale from one to ten there, and keep the wheel for later."""


@dataclass
class Walk:
    """One learner's way, with everybody who has a part in it."""

    centre: Running
    visitor: Callable[..., Visitor]
    number: str
    given: str
    family: str
    enr: str
    main: str
    referred: str
    others: tuple[str, ...]
    people: dict[str, Visitor] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def email(self) -> str:
        return f"{self.given}.{self.family}@journey.example".lower()

    def __getattr__(self, role: str) -> Visitor:
        """The person of this role at a browser of their own; they stay signed in for the whole walk."""
        if role.startswith("_"):
            raise AttributeError(role)
        if role not in self.people:
            self.people[role] = self.visitor("" if role == "learner" else f"{role}@demo.example")
        return self.people[role]


FOUR_FILES = ("assignment.docx", "diary-client-1.docx", "observation.pdf", "wheel-of-the-week.png")


def test_from_registration_to_a_verified_certificate_in_coaching(centre, visitor, tmp_path):
    walk = Walk(centre, visitor, "8585-11", "Nia", "Prosser", "ENR770011", "301", "2.2", ("300", "303"))
    begins(walk)
    steps.uploads(walk.learner, *FOUR_FILES)
    steps.drops(walk.learner, "notes.txt", "What I noticed in the first session, in four lines.")
    steps.writes(walk.learner, "Why this model", ANSWER)
    steps.links(walk.learner, "assignment", [walk.main], where="Page 2, under What happened")
    steps.links(walk.learner, "observation", [walk.main], only=["1.1", "1.2"])
    looks_at_the_matrix(walk)
    goes_through_two_submissions(walk)
    finishes_the_other_units(walk)
    is_awarded_and_verified(walk, tmp_path)
    reads_it_all_again_on_a_phone_at_night(walk)


def test_from_registration_to_a_verified_certificate_in_mentoring(centre, visitor, tmp_path):
    """A gap is confirmed and submitted: it is referred, and the second submission fills it."""
    walk = Walk(centre, visitor, "8586-21", "Owen", "Falk", "ENR770021", "302", "1.2", ("300", "303"))
    begins(walk)
    steps.uploads(walk.learner, "reflective-journal.txt", "assignment.docx")
    steps.links(walk.learner, "assignment", [walk.main], but=walk.referred)
    goes_through_two_submissions(walk, without=walk.referred)
    finishes_the_other_units(walk)
    is_awarded_and_verified(walk, tmp_path)


def begins(walk: Walk) -> None:
    """Registered, invited, sent in by a second person, confirmed, with tutor and assessor."""
    registration = steps.registers(walk.administrator, walk.given, walk.family, walk.email, walk.number)
    steps.sends_in(walk.manager, walk.name)
    steps.confirms(walk.administrator, registration, walk.enr)
    steps.accepts_the_invitation(walk.learner, walk.centre, walk.email)


def looks_at_the_matrix(walk: Walk) -> None:
    walk.learner.goes_to("/portfolio/")
    walk.learner.clicks("Evidence matrix")
    walk.learner.clicks(walk.main)
    expect(walk.learner.page.get_by_role("heading", name="Evidence matrix", level=1)).to_be_visible()
    walk.learner.looks()


def goes_through_two_submissions(walk: Walk, without: str = "") -> None:
    """The first submission is referred on one criterion; the second carries what was passed."""
    first = steps.submits(walk.learner, walk.main, without=without)
    sheet = steps.decides(walk.assessor, walk.name, walk.main, refer=walk.referred, reason=REASON, feedback=FEEDBACK)
    sees_nothing_of_a_decision(walk, sheet)
    assert steps.agrees(walk.iqa, walk.name, walk.main, "Referral"), "the first referrals of a unit are in the sample"
    reads_the_referral(walk)
    steps.writes(walk.learner, "What spoke against it", ANSWER)
    steps.links(walk.learner, "What spoke against it", [walk.main], only=[walk.referred])
    second = steps.submits(walk.learner, walk.main)
    assert second != first
    sheet = steps.decides(walk.assessor, walk.name, walk.main)
    sees_nothing_of_a_decision(walk, sheet, but=("Referral",))
    assert steps.agrees(walk.iqa, walk.name, walk.main, "Pass"), "every further attempt is in the sample"
    walk.learner.goes_to("/results/")
    expect(walk.learner.page.get_by_text("Pass (provisional)").first).to_be_visible()
    walk.learner.looks()
    walk.learner.clicks("Read feedback")
    expect(walk.learner.page.get_by_text("carried from submission 1").first).to_be_visible()
    walk.learner.looks()


def sees_nothing_of_a_decision(walk: Walk, sheet: str, but: tuple[str, ...] = ()) -> None:
    """Until the quality check lets it go, no page of the learner's tells what was decided."""
    for path in ("/", "/units/", "/submit/", "/results/"):
        walk.learner.goes_to(path)
        words = walk.learner.says()
        told = [secret for secret in NOT_YET if secret in words and not but]
        assert told == [], f"{path} tells the learner {told}"
        walk.learner.looks()
    expect(walk.learner.page.get_by_text(re.compile("With Ben")).first).to_be_visible()
    for path in (f"/results/{sheet}/", f"/sheets/{sheet}/result-sheet.pdf", f"/sheets/{sheet}/result-sheet.docx"):
        assert walk.learner.context.request.get(f"{walk.centre.address}{path}").status in (403, 404), path


def reads_the_referral(walk: Walk) -> None:
    walk.learner.goes_to("/")
    walk.learner.opens_place("Results")
    expect(walk.learner.page.get_by_text("Referral", exact=True).first).to_be_visible()
    walk.learner.looks()
    walk.learner.clicks("Read feedback")
    expect(walk.learner.page.get_by_text(REASON).first).to_be_visible()
    expect(walk.learner.page.get_by_text(FEEDBACK).first).to_be_visible()
    walk.learner.looks()


def finishes_the_other_units(walk: Walk) -> None:
    """The same pieces speak to the other units; each is submitted, passed and checked where it is drawn."""
    steps.links(walk.learner, "assignment", walk.others)
    for unit in walk.others:
        steps.submits(walk.learner, unit)
        steps.decides(walk.assessor, walk.name, unit)
        steps.agrees(walk.iqa, walk.name, unit, "Pass")


def is_awarded_and_verified(walk: Walk, folder: Path) -> None:
    steps.releases(walk.eqa, walk.name, results=4)
    walk.learner.goes_to("/results/")
    expect(walk.learner.page.get_by_text("Confirmed")).to_have_count(3)
    steps.prepares(walk.administrator, walk.name)
    steps.approves(walk.manager, walk.name)
    number = read_the_paper(walk)
    anybody_can_verify(walk, number)
    the_command_agrees(walk, number, folder)
    the_trace_names_each_step(walk)
    a_stranger_finds_nothing(walk)


def read_the_paper(walk: Walk) -> str:
    """The certificate's PDF names the learner; the number of the certificate."""
    page = walk.manager.page
    number = re.search(r"TS-[\d-]+", page.get_by_text(re.compile("^Certificate TS-")).first.inner_text(), re.I)[0]
    with page.expect_download() as download:
        walk.manager.clicks("Certificate as PDF")
    paper = Path(download.value.path()).read_bytes()
    assert paper.startswith(b"%PDF")
    words = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(paper)).pages).split())
    assert walk.name in words
    assert number in words
    return number


def anybody_can_verify(walk: Walk, number: str) -> None:
    """Without an account: the number with the family name, the public page, the JSON and the token."""
    anybody = walk.visitor()
    anybody.goes_to("/verify/")
    anybody.looks()
    anybody.page.get_by_label("Certificate number or code").fill(number)
    anybody.presses("Check")
    expect(anybody.page.get_by_text("A number alone does not open whose it is")).to_be_visible()
    assert walk.family not in anybody.says()
    anybody.looks()
    anybody.page.get_by_label("Family name of the holder").fill(walk.family)
    anybody.presses("Check")
    expect(anybody.page.get_by_role("heading", name=f"{walk.name} holds the")).to_be_visible()
    anybody.looks()
    with walk.manager.page.expect_navigation():
        walk.manager.clicks("Public page")
    anybody.goes_to(walk.manager.page.url)
    expect(anybody.page.get_by_role("heading", name="This certificate is genuine")).to_be_visible()
    anybody.looks()
    for name in ("Credential as JSON", "as a token"):
        address = anybody.page.get_by_role("link", name=name).first.get_attribute("href")
        given = anybody.context.request.get(f"{walk.centre.address}{address}").text()
        verifier = walk.visitor()
        verifier.goes_to("/verify/")
        verifier.page.get_by_text("Check a digital credential").click()
        verifier.page.get_by_label("The credential").fill(given)
        verifier.presses("Check the credential")
        expect(verifier.page.get_by_role("heading", name=re.compile(f"{walk.name} holds the"))).to_be_visible()
        verifier.looks()


def the_command_agrees(walk: Walk, number: str, folder: Path) -> None:
    shown = walk.centre.command("credential", "show", number)
    assert shown.returncode == 0, shown.stderr
    assert walk.name in shown.stdout
    latest = walk.centre.command("credential", "show", "--latest")
    assert json.loads(latest.stdout) == json.loads(shown.stdout)
    kept = folder / "credential.json"
    kept.write_text(shown.stdout)
    told = walk.centre.command("credential", "verify", str(kept))
    assert told.returncode == 0, told.stdout + told.stderr
    kept.write_text(shown.stdout.replace(walk.family, "Somebody"))
    assert walk.centre.command("credential", "verify", str(kept)).returncode == 1
    ledger = walk.centre.command("ledger", "verify")
    assert ledger.returncode == 0, ledger.stdout + ledger.stderr


def the_trace_names_each_step(walk: Walk) -> None:
    walk.manager.goes_to("/claims/?show=done")
    walk.manager.looks()
    walk.manager.clicks(walk.name)
    walk.manager.clicks("Decision trace")
    expect(walk.manager.page.get_by_role("heading", name=f"Why does {walk.name} hold this award?")).to_be_visible()
    words = walk.manager.says()
    for who in ("Hana Sato", "Dev Malik", "Ben Okafor", "Carys Llewellyn", "Eli Brandt", walk.name):
        assert who in words, f"the trace does not name {who}"
    walk.manager.looks()
    walk.learner.goes_to("/")
    walk.learner.opens_place("Certificates")
    walk.learner.looks()


def a_stranger_finds_nothing(walk: Walk) -> None:
    """The manager of another centre gets 404 on every address that these people walked, and on no address 500."""
    own = {"/", "/registrations/", "/registrations/new/", "/handbooks/", "/claims/", "/certificates/"}
    seen = {url for one in walk.people.values() for url in one.seen}
    walked = {url.removeprefix(walk.centre.address).partition("?")[0] for url in seen}
    private = {path for path in walked - own if re.search(r"[0-9a-f-]{36}", path)}
    assert len(private) > 20
    for path in sorted(private):
        status = walk.stranger.context.request.get(f"{walk.centre.address}{path}").status
        assert status in (403, 404), f"{path} answers a stranger with {status}"


def reads_it_all_again_on_a_phone_at_night(walk: Walk) -> None:
    """One page of each kind that the learner walked, 320 px wide and dark."""
    kinds = {re.sub(r"[0-9a-f-]{36}|[?].*", "", url): url for url in walk.learner.seen if "/invitation/" not in url}
    assert len(kinds) > 10
    walk.learner.page.set_viewport_size({"width": 320, "height": 800})
    walk.learner.page.emulate_media(color_scheme="dark")
    for url in kinds.values():
        walk.learner.goes_to(url)
        walk.learner.looks()
