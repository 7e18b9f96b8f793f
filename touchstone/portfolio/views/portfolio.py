"""The portfolio, its matrix, and the units it serves."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from touchstone.access.actors import Role
from touchstone.catalogue.rules import verb_meaning
from touchstone.documents import papers
from touchstone.portfolio import actions, queries, rules
from touchstone.portfolio.content.kinds import ACCEPT
from touchstone.portfolio.permissions import GUARD, Permission
from touchstone.portfolio.queries.matrix import Matrix, matrix_facts
from touchstone.portfolio.views.doors import address, page, shown_registration, the_registration
from touchstone.ui import charts
from touchstone.ui.requests import SeatedRequest


@page
def portfolio(request: SeatedRequest) -> HttpResponse:
    """Every piece of evidence, newest first, with the zone to add more."""
    registration = shown_registration(request)
    if registration is None:
        return render(request, "portfolio/none.html", {"is_learner": request.actor.role is Role.LEARNER})
    return render(request, "portfolio/portfolio.html", listing(request, registration))


def listing(request: SeatedRequest, registration: Any, refused: list[tuple[str, str]] | None = None) -> dict[str, Any]:
    """What the portfolio page shows; `refused` are (file name, why) of files that were not taken."""
    found = queries.page_of_evidence(request.actor, registration, request.GET.get("after", ""))
    return {
        "registration": registration,
        "rows": [(piece, criteria_words(piece)) for piece in found.rows],
        "next": address(request, "portfolio", after=found.after) if found.after else "",
        "is_own": registration.person_id == request.actor.person,
        "may_add": GUARD.allows(request.actor, Permission.ADD, registration),
        "of": "" if request.actor.role is Role.LEARNER else str(registration.pk),
        "limit_mb": registration.centre.upload_limit_bytes // 1_000_000,
        "accept": ACCEPT,
        "refused": refused or [],
    }


def criteria_words(piece: Any) -> str:
    """The criteria that a piece is linked to, such as "302: 2.3, 3.3. 303: 1.1"."""
    by_unit: dict[str, list[str]] = {}
    for link in piece.mappings.all():
        by_unit.setdefault(link.criterion.unit.number, []).append(link.criterion.ref)
    return ". ".join(f"{unit}: {', '.join(refs)}" for unit, refs in by_unit.items())


@page
def matrix(request: SeatedRequest) -> HttpResponse:
    """The evidence matrix of one unit or of all, as a heat map, with its gaps and the same as a table."""
    registration = the_registration(request)
    whole = queries.matrix(request.actor, registration)
    numbers = [unit.number for unit, _ in whole.units]
    chosen = request.GET.get("unit", "")
    chosen = chosen if chosen in numbers else (numbers[0] if len(numbers) == 1 else "")
    units = [(u, criteria) for u, criteria in whole.units if chosen in ("", u.number)]
    shown = Matrix(tuple(units), whole.pieces, whole.cells)
    tabs = [("All units", address(request, "matrix"), not chosen)] if len(numbers) > 1 else []
    tabs += [(n, address(request, "matrix", unit=n), n == chosen) for n in numbers]
    return render(
        request,
        "portfolio/matrix.html",
        {
            "registration": registration,
            "matrix": shown,
            "chart": heat(request, shown) if shown.pieces else "",
            "tabs": tabs,
            "gaps": [(unit, shown.gaps(unit.pk)) for unit, _ in units if shown.gaps(unit.pk)],
            "rows": [(piece, linked_words(shown, piece)) for piece in shown.pieces],
            "title": f"{len(shown.pieces)} item{'' if len(shown.pieces) == 1 else 's'}, {len(shown.criteria)} criteria",
            "csv": address(request, "matrix_csv", **({"unit": chosen} if chosen else {})),
            "pdf": address(request, "matrix_pdf", units[0][0].pk) if len(units) == 1 else "",
            "is_own": registration.person_id == request.actor.person,
            "portfolio_url": address(request, "portfolio"),
        },
    )


def heat(request: SeatedRequest, shown: Matrix) -> str:
    """The heat map of a matrix: a number counts the ways a place is given, a dash is the piece as a whole."""
    columns = [c.ref for c in shown.criteria]
    groups = [(f"Unit {unit.number}", len(criteria)) for unit, criteria in shown.units if criteria]
    linked = {criterion for _, criterion in shown.cells}
    rows = [
        charts.HeatRow(
            f"{piece.label} {piece.title}",
            [heat_cell(request, shown, piece, criterion) for criterion in shown.criteria],
        )
        for piece in shown.pieces
    ]
    foot = charts.HeatRow("Still to find", [foot_cell(request, c, c.pk in linked) for c in shown.criteria])
    title = "Evidence and the criteria it speaks to"
    return charts.heat(title, columns, rows, foot=foot, groups=groups)


def foot_cell(request: SeatedRequest, criterion: Any, has_evidence: bool) -> charts.HeatCell:
    """Whether a criterion has evidence, at the foot of its column."""
    if has_evidence:
        return charts.HeatCell("✓", "ok", f"{criterion.ref} has evidence")
    says = f"{criterion.ref} has no evidence yet"
    if request.actor.role is not Role.LEARNER:
        return charts.HeatCell("1", "gap", says)
    url = address(request, "criterion_link", criterion.unit_id, criterion.pk)
    return charts.HeatCell("1", "gap", f"{says}. Link some", url)


def heat_cell(request: SeatedRequest, shown: Matrix, piece: Any, criterion: Any) -> charts.HeatCell:
    """One cell of the heat map; it leads to the piece's links."""
    cell = shown.cells.get((piece.pk, criterion.pk))
    if cell is None:
        return charts.HeatCell()
    url = f"{address(request, 'evidence', piece.pk)}#c-{criterion.pk.hex}"
    place = rules.where_words(cell.where) or "the piece as a whole"
    text = str(cell.pinpoints) if cell.pinpoints else "–"
    look = charts.shade(cell.pinpoints) if cell.pinpoints else "link"
    return charts.HeatCell(text, look, f"{piece.label} for {criterion.ref}: {place}", url)


def linked_words(shown: Matrix, piece: Any) -> str:
    """The criteria of one piece in a matrix, in words, unit after unit."""
    parts = []
    for unit, criteria in shown.units:
        refs = [c.ref for c in criteria if (piece.pk, c.pk) in shown.cells]
        if refs:
            parts.append(f"{unit.number}: {', '.join(refs)}")
    return ". ".join(parts)


@page
def matrix_csv(request: SeatedRequest) -> HttpResponse:
    """The matrix as a table for a spreadsheet: one row for each link."""
    shown = queries.matrix(request.actor, the_registration(request))
    sink = io.StringIO()
    sheet = csv.writer(sink)
    sheet.writerow(["Unit", "Criterion", "What it asks", "Evidence", "Title", "Kind", "Where"])
    for unit, criteria in shown.units:
        if request.GET.get("unit", unit.number) != unit.number:
            continue
        for criterion in criteria:
            found = [(p, shown.cells[p.pk, criterion.pk]) for p in shown.pieces if (p.pk, criterion.pk) in shown.cells]
            for piece, cell in found:
                where = rules.where_words(cell.where)
                row = [
                    unit.number,
                    criterion.ref,
                    criterion.text,
                    piece.label,
                    piece.title,
                    piece.get_kind_display(),
                    where,
                ]
                sheet.writerow([as_words(value) for value in row])
            if not found:
                sheet.writerow([unit.number, criterion.ref, as_words(criterion.text), "", "", "", ""])
    answer = HttpResponse("\ufeff" + sink.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="matrix.csv"'
    return answer


def as_words(value: str) -> str:
    """A cell that a spreadsheet takes for words and never for a formula."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


@page
def matrix_pdf(request: SeatedRequest, unit: UUID) -> HttpResponse:
    """The matrix of one unit as a paper."""
    registration = the_registration(request)
    shown = queries.matrix(request.actor, registration, [unit])
    if not shown.units:
        raise Http404
    facts = matrix_facts(shown, shown.units[0][0], registration, timezone.localdate(request.at))
    answer = HttpResponse(papers.evidence_matrix_pdf(facts), content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="evidence-matrix.pdf"'
    return answer


@page
def units(request: SeatedRequest) -> HttpResponse:
    """The units of the registration, each with how far it has come."""
    registration = shown_registration(request)
    if registration is None:
        return render(request, "portfolio/none.html", {"is_learner": request.actor.role is Role.LEARNER})
    rows = queries.progress(request.actor, registration)
    return render(
        request,
        "portfolio/units.html",
        {
            "registration": registration,
            "units": [(u, address(request, "unit", u.unit.pk)) for u in rows],
            "total": sum(u.total for u in rows),
            "mapped": sum(u.mapped for u in rows),
            "is_own": registration.person_id == request.actor.person,
            "portfolio_url": address(request, "portfolio"),
        },
    )


@page
def unit(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """One unit: what each criterion asks, what is linked to it, and what is missing."""
    registration = the_registration(request)
    found = queries.unit_page(request.actor, registration, pk)
    latest = found.attempts[0] if found.attempts else None
    with_assessor = latest is not None and (rules.is_open(latest.state) or latest.state == "assessed")
    return render(
        request,
        "portfolio/unit.html",
        {
            "registration": registration,
            "page": found,
            "unit": found.tree.unit,
            "outcomes": [
                (branch.outcome, [criterion_row(request, found, c, with_assessor) for c in branch.criteria])
                for branch in found.tree.outcomes
            ],
            "total": len(found.tree.criteria),
            "latest": latest,
            "with_assessor": with_assessor,
            "asks": asks_of(found.tree.unit),
            "is_own": registration.person_id == request.actor.person,
            "may_allow": GUARD.allows(request.actor, Permission.APPROVE_ATTEMPT, registration),
            "allow_url": address(request, "attempt_allow", pk),
            "units_url": address(request, "units"),
            "matrix_url": address(request, "matrix", unit=found.tree.unit.number),
        },
    )


def criterion_row(request: SeatedRequest, found: Any, criterion: Any, with_assessor: bool) -> dict[str, Any]:
    """What the unit page says of one criterion."""
    is_carried = criterion.pk in found.carried
    links = found.links.get(criterion.pk, [])
    state = "carried" if is_carried else "with_assessor" if with_assessor else "not_assessed"
    return {
        "criterion": criterion,
        "links": [
            (link.evidence, rules.where_words(where_of(link)), address(request, "evidence", link.evidence_id))
            for link in links
        ],
        "is_gap": not links and not is_carried,
        "link_url": address(request, "criterion_link", criterion.unit_id, criterion.pk),
        "state": state,
        "verb_meaning": verb_meaning(criterion.verb) if criterion.verb else None,
    }


def where_of(link: Any) -> rules.Where:
    """The place that a link names."""
    return rules.Where(link.page, link.paragraph, link.second, link.note)


@page
def criterion_link(request: SeatedRequest, pk: UUID, criterion: UUID) -> HttpResponse:
    """Choose the pieces that speak to one criterion."""
    registration = the_registration(request)
    tree = queries.unit_page(request.actor, registration, pk).tree
    chosen = next((c for c in tree.criteria if c.pk == criterion), None)
    if chosen is None:
        raise Http404
    GUARD.require(request.actor, Permission.MAP, registration)
    back = f"{address(request, 'unit', pk)}#c-{chosen.pk.hex}"
    pieces = queries.pieces_for(request.actor, registration, chosen)
    if request.method == "POST":
        ticked = set(request.POST.getlist("piece"))
        wanted = {piece.pk for piece in pieces if piece.pk.hex in ticked}
        actions.link_criterion(
            by=request.actor, registration=registration, criterion=chosen, wanted=wanted, at=request.at
        )
        return redirect(back)
    context = {"unit": tree.unit, "criterion": chosen, "pieces": pieces, "back": back, "of": request.GET.get("of", "")}
    return render(request, "portfolio/criterion_link.html", context)


ASKS = (
    ("minimum_hours", "Hours of practice", "at least {}"),
    ("minimum_clients", "People you work with", "at least {}"),
    ("maximum_clients", "People you work with", "at most {}"),
    ("supervision_hours", "Time with your tutor", "{} h"),
    ("supervision_sessions", "Supervision sessions", "at least {}"),
)


def asks_of(unit: Any) -> list[tuple[str, str]]:
    """What a unit asks beside its criteria, as (name, words): practice, length, method."""
    practice = unit.practice or {}
    asked = [(name, words.format(practice[key])) for key, name, words in ASKS if practice.get(key)]
    if unit.words_minimum or unit.words_maximum:
        low, high = unit.words_minimum or 0, unit.words_maximum
        asked.append(("Suggested length", f"{low:,} to {high:,} words" if high else f"from {low:,} words"))
    if unit.assessment_method:
        asked.append(("How it is assessed", unit.assessment_method))
    if unit.guided_hours:
        asked.append(("Guided learning", f"{unit.guided_hours} h"))
    return asked
