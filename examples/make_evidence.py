"""Write the sample evidence set of `examples/evidence`: run `.venv/bin/python examples/make_evidence.py`."""

from __future__ import annotations

from pathlib import Path

import typst
from docx import Document
from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent / "evidence"

ASSIGNMENT = [
    ("What it is, and what it is for", [
        "In our warehouse team this kind of conversation is a planned hour in which one person thinks aloud and the other helps "
        "them to think better. It is not advice and it is not training. I use it where somebody has the skill already and "
        "wants to decide how to use it.",
        "The benefit that our manager sees is fewer questions handed upwards. The benefit that people tell me about is that "
        "they leave with a step that is theirs. Both were visible in the stock count of March: the shift leads planned it "
        "themselves and finished it a day early.",
    ]),
    ("My role, and where it ends", [
        "I keep the time, ask, listen, and say back what I heard. I do not solve. When a question belongs to pay, health or a "
        "grievance, I say so, and name who can help. I wrote these limits into the agreement, so that nobody is surprised.",
    ]),
    ("What gets in the way", [
        "Two things got in the way. The first was noise: the canteen is never private. We moved to the training room and agreed "
        "that a closed door means nobody knocks. The second was haste: after a night shift nobody thinks well. We moved the "
        "hour to the start of a late shift.",
    ]),
    ("Building the relationship", [
        "I begin with something that the other person is proud of, because it shows them that I listen for what works. I also "
        "agree at the start how they want me to tell them when they avoid a question. Two people wanted it plainly; one wanted "
        "a hand signal, and we used it.",
    ]),
    ("A model, and three tools", [
        "I follow goal, reality, options, will. Its strength is that nobody gets lost in it; its weakness is that a goal named "
        "too early is often the wrong one, so I come back to it after the reality part. The tools that I used are a wheel of "
        "the working week, a scale from one to ten, and a letter from the future. Each led to a goal that was written down.",
    ]),
    ("Following progress", [
        "We looked back at the start of each hour at what had been tried. At the half-way point we compared the wheel with the "
        "first one. Both are in the records, and the second showed that rest was no longer the smallest slice.",
    ]),
    ("Records, and why I reflect", [
        "The record is short, carries no name, and belongs to both. It lets the other person see what they decided, and me what I "
        "asked. Without looking back I would repeat my habits: I fill silences. My supervisor noticed it in the second recording, "
        "and since then I count to five. That alone justifies the time.",
    ]),
]  # fmt: skip

DIARY = [
    (
        "3 March",
        "90",
        "Planning the stock count",
        "What is in your own hands?",
        "She drew up the list herself and named one risk.",
    ),
    ("17 March", "60", "Handing work over", "What would happen if you did nothing?", "Long silence, then two options."),
    (
        "31 March",
        "75",
        "A difficult colleague",
        "What did you hear him say?",
        "She decided to ask before she answered.",
    ),
    ("14 April", "90", "Looking back at the count", "What will you keep?", "Three habits, with dates."),
]


def assignment() -> None:
    document = Document()
    document.core_properties.title = "Good practice in our warehouse team"
    document.core_properties.author = ""
    document.add_heading("Good practice in our warehouse team", 0)
    for heading, paragraphs in ASSIGNMENT:
        document.add_heading(heading, 1)
        for text in paragraphs:
            document.add_paragraph(text)
    document.save(FOLDER / "assignment.docx")


def diary() -> None:
    document = Document()
    document.core_properties.title = "Diary with Client 1"
    document.core_properties.author = ""
    document.add_heading("Diary with Client 1", 0)
    table = document.add_table(rows=1, cols=5)
    table.style = "Table Grid"
    for cell, words in zip(
        table.rows[0].cells, ("Day", "Minutes", "Subject", "A question I asked", "What followed"), strict=True
    ):
        cell.text = words
    for row in DIARY:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    for day, _, subject, question, followed in DIARY:
        document.add_heading(f"{day}: {subject}", 1)
        document.add_paragraph(
            f"Client 1 came with {subject.lower()}. I asked: “{question}” {followed} At the end she said in her own words what "
            "she would do, by when, and how she would know. I noticed that I spoke less than in the session before."
        )
    document.save(FOLDER / "diary-client-1.docx")


def observation() -> None:
    source = FOLDER / "observation.typ"
    source.write_text(
        '#set document(title: "Observation of a session")\n#set text(lang: "en", size: 11pt)\n= Observation of a session\n'
        "The supervisor sat in on the session of 17 March, with the agreement of Client 1.\n\n"
        "*What I saw.* The room was quiet and the chairs stood at a corner. The learner opened with the agreement and the time. "
        "Nine questions of eleven were open. Twice the learner waited longer than ten seconds, and both times the answer that "
        "came was better than the first.\n\n*Listening.* She said back three things and was corrected once; she took it well.\n\n"
        "*What to try.* Ask for a number between one and ten before and after. End five minutes earlier.\n\n"
        "*Agreed.* The learner will try both in the next two sessions and bring what happened to supervision.\n",
        encoding="utf-8",
    )
    (FOLDER / "observation.pdf").write_bytes(typst.compile(str(source), pdf_standards="ua-1"))
    source.unlink()


def journal() -> None:
    words = "\n\n".join(
        f"Week {week}. {text}"
        for week, text in enumerate(
            (
                "I noticed that I prepare my next question while the other person still speaks. I wrote a star beside each time.",
                "Seven stars fewer. I hold a pen now and write one word, so that my head is free to listen.",
                "Supervision. We looked at why I fill silences: I want to be useful. Being useful may be the silence itself.",
                "Feedback from Client 2: patience nine, clarity six. I will say the aim of the hour aloud before we begin.",
                "My plan for the next six months: one recorded session a month, a course on questioning in June, and a peer to "
                "listen with. I will know that it worked when clarity reaches eight.",
            ),
            1,
        )
    )
    (FOLDER / "reflective-journal.txt").write_text(words + "\n", encoding="utf-8")


def wheel() -> None:
    image = Image.new("RGB", (640, 640), "#f7f6f3")
    draw = ImageDraw.Draw(image)
    for place, radius in enumerate((220, 180, 240, 120, 200, 150, 230, 170)):
        box = (320 - radius, 320 - radius, 320 + radius, 320 + radius)
        draw.pieslice(
            box, place * 45, place * 45 + 45, fill="#e8b341" if place % 2 else "#3c4340", outline="#f7f6f3", width=3
        )
    image.save(FOLDER / "wheel-of-the-week.png", optimize=True)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for make in (assignment, diary, observation, journal, wheel):
        make()
