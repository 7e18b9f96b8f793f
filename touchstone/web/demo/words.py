"""Every word that the demo centre's people write."""

# ruff: noqa: E501 - one piece of writing a line

JOURNAL = """## What I tried
I opened with the agreement and asked which part of the hour mattered most. I waited longer than I found comfortable.

## What happened
The first answer was about the rota. The second, after the silence, was about being heard by the night shift.

## What I take from it
I will ask once, wait, and write one word. I bring the recording to supervision on Thursday."""

MODEL = """## Why this model
Goal, reality, options, will keeps both of us honest about where we are. I name its weakness at the start: a goal that is named too early.

## Three tools
The wheel of the week, a scale from one to ten, and a letter from the future. Each led to a written goal with a day."""

FEEDBACK_PASS = [
    "You say what it is for in your own team and show it with the stock count. Clear and specific.",
    "Role and limits are both there, and the agreement names them. Well placed.",
    "Two examples, each with what you did about it. That is what the criterion asks.",
    "Your reasons are your own and they hold. The example from session 2 carries it.",
    "The record shows it from the first contact to the last. Easy to follow.",
]
FEEDBACK_REFERRAL = (
    "You tell me what you did. Now say why you chose it, with the strengths and the weaknesses it had for this person."
)
REASON = "The reasons for the choice are not given yet, so the criterion's verb is not met."
IQA_COMMENT = (
    "I read the evidence against four criteria and come to the same decisions. The feedback names the evidence."
)
IQA_RETURN = "Criterion by criterion I agree, but the feedback on the referral does not yet say what would meet it."
IQA_ACTION = "Add to the feedback what a sufficient answer would contain, without writing it."
EQA_COMMENT = "Sampled against the evidence. The decisions are sound and the trail is complete."
