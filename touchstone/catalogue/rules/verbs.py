"""What the command verbs of criteria ask for, in this house's own words.

Awarding bodies define their verbs in documents of their own; these meanings are a reading aid beside the criterion, and
decide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

VERBS: Mapping[str, str] = MappingProxyType(
    {
        "agree": "Come to the same view with the people concerned, and keep proof that they said yes.",
        "analyse": "Take it apart: show the parts, how they hang together, and what follows from that.",
        "appraise": "Weigh up how good or useful it is, with grounds for the view.",
        "assess": "Weigh it against something stated, and give a view backed by evidence.",
        "clarify": "Make plain what might be misunderstood.",
        "coach": "Do it: hold the coaching, and keep proof of the sessions.",
        "collect": "Bring together what others gave, and show where it came from.",
        "compare": "Put two or more side by side: what is alike, and what differs.",
        "complete": "Do all of it, to the amount stated, and prove it.",
        "conduct": "Carry it out, and show how it was done and what came of it.",
        "contract": "Agree the terms with the people concerned, before the work starts, and keep the agreement.",
        "contrast": "Put two or more side by side and bring out how they differ.",
        "critique": "Judge strengths and weaknesses with grounds for both.",
        "define": "Say exactly what it means.",
        "demonstrate": "Show it in what was done, so that somebody else can see it in the evidence.",
        "describe": "Give a picture in enough detail that a reader who does not know it could recognise it.",
        "determine": "Settle it from evidence, and show how.",
        "develop": "Build it up from what is known into something that can be used.",
        "differentiate": "Say what sets one apart from the other.",
        "discuss": "Look at it from more than one side, and come to a view.",
        "distinguish": "Say what sets one apart from the other.",
        "draw conclusions": "Say what the evidence shows, and why it shows that.",
        "establish": "Set it up or make it certain, and show that it holds.",
        "evaluate": "Judge how well it worked or what it is worth, with evidence for and against.",
        "examine": "Look closely at the evidence, and report what it shows.",
        "explain": "Make clear how or why: reasons, not only what it is.",
        "explore": "Look into it from several sides, and say what was found.",
        "gather": "Bring together what others gave, and show where it came from.",
        "give": "Provide it, in full.",
        "identify": "Pick it out and name it, so that it cannot be taken for another.",
        "illustrate": "Make it clear by examples.",
        "interpret": "Say what it means, in context.",
        "justify": "Give the grounds that make it right or needed, strong enough to answer a doubt.",
        "keep": "Hold records as the work goes on, so that another person could follow it.",
        "list": "Name the items, without more.",
        "maintain": "Keep it going and up to date for as long as the work lasts.",
        "mentor": "Do it: hold the mentoring, and keep proof of the meetings.",
        "name": "Say what it is called.",
        "negotiate": "Work out terms that both sides accept, and show how they were reached.",
        "outline": "Give the main points without the detail.",
        "participate": "Take part, and show the part taken.",
        "plan": "Set out what will be done, when, how and with what, before it is done.",
        "prepare": "Make ready what is needed before the work starts.",
        "present": "Set it before others in an order that they can follow.",
        "produce": "Make the document or thing asked for, with the content asked for.",
        "provide": "Hand over what is asked for, in full.",
        "recognise": "Know it when it comes up, and say what it is.",
        "recommend": "Say what should be done, with the reason.",
        "record": "Write down what happened, so that another person could follow it.",
        "reflect": "Look back at what was done, say what was learnt from it, and what will change.",
        "relate": "Show how one bears on the other.",
        "review": "Go back over it, say what went well and less well, and what follows.",
        "select": "Choose, and say why this one.",
        "show": "Make it visible in the evidence.",
        "state": "Say it plainly, without more.",
        "summarise": "Give the main points in short, without losing what matters.",
        "undertake": "Do it, to the amount stated, and prove it.",
        "use": "Put it to work in practice, and show where.",
    }
)
# Other spellings, and verbs printed in another form.
_SAME = {
    "analyze": "analyse",
    "summarize": "summarise",
    "recognize": "recognise",
    "reviews": "review",
    "draw": "draw conclusions",
}
_CRITICALLY = "With a critical eye: weigh strengths and weaknesses, with evidence for both."


def verb_meaning(verb: str) -> str | None:
    """What `verb` asks for in our own words, or None for a verb that is not known here.

    Case does not matter. Verbs printed together ("Plan and prepare") give the meaning of each; "critically" adds a
    sentence. A joined verb of which one is unknown gives the meaning of the other.

    Source: R214, R215 (8585 and 8586 handbooks, judging sufficiency)
    """
    words = re.findall(r"[a-z]+", verb.lower())
    found: list[str] = []
    for word in words:
        meaning = VERBS.get(_SAME.get(word, word))
        if meaning and meaning not in found:
            found.append(meaning)
    if found and "critically" in words:
        found.append(_CRITICALLY)
    return " ".join(found) or None
