"""What customers write: a bank of comments by kind of customer, polarity and, where it fits, topic or theme.

``{agent}`` stands for the first name of the person who helped.
"""

from collections.abc import Mapping

Bank = Mapping[str, tuple[str, ...]]

COMPANY: Bank = {
    "positive": (
        "{agent} was brilliant. Knew exactly what was wrong and stayed on the line until it worked.",
        "Quick and friendly, as always.",
        "Fixed before I had finished my coffee. Thank you!",
        "Very patient with me, even though it turned out to be a cable.",
        "Thanks {agent}, explained in words I could pass on to the rest of the office.",
        "Best support experience I have had this year.",
        "Great follow-up call the next day to check that everything still works.",
        "No fuss, no jargon, sorted in ten minutes.",
        "I appreciate that somebody told us what was going on while we waited.",
        "{agent} went out of the way to get us a loan device the same afternoon.",
        "Perfect. Please tell {agent} that the whole team says thank you.",
        "Smooth from start to finish.",
        "Really good. I would have been lost without the step-by-step mail.",
        "You noticed a second problem that we had not even reported. Impressive.",
        "Super schnell gelöst, vielen Dank!",
        "Merci beaucoup, très efficace.",
        "Muy amable y muy rápido.",
        "10/10",
        "Could not ask for more 👍",
        "Everything back to normal before opening time. You saved our morning.",
        "Always a pleasure when {agent} picks up.",
        "Resolved on the first call.",
    ),
    "neutral": (
        "It works now, but I had to explain the problem three times.",
        "OK in the end. The first suggestion made it worse for an hour.",
        "Fine, though I expected to hear back the same day.",
        "Solved, but nobody could say what the cause was.",
        "The answer was correct and rather short.",
        "Works for me, not yet for two colleagues.",
        "Friendly, but it took four mails to get to the point.",
        "Neither good nor bad.",
        "Is there a way to see the status without calling you?",
        "Good help, awkward portal.",
        "It came back once and was fixed again. Let's see.",
        "Acceptable.",
    ),
    "negative": (
        "Three days for a password. We could not send invoices.",
        "Closed without asking me. The problem is still there.",
        "I was passed from one person to the next and told the story five times.",
        "Nobody called back although it was promised twice.",
        "The workaround broke something else and then it was the weekend.",
        "This is the fourth time this month for the same fault.",
        "I do not need an article from the knowledge base, I need somebody to look at it.",
        "We pay for two hours of response time and waited nine.",
        "Chat was closed on me in the middle of a sentence.",
        "Rebooting is not a solution.",
        "The technician came on the wrong day, so two of us sat waiting for nothing.",
        "Leider wieder keine Lösung, nur eine Vertröstung.",
        "I still have no idea whether my files are safe.",
        "Disappointing. You used to be so much better at this.",
        "Ticket says resolved. It is not resolved.",
        "Unfriendly tone, as if it was my fault.",
        "We are starting to look around for somebody else.",
        "Half the office stood still for a morning and we got an apology template.",
    ),
}

RESIDENT: Bank = {
    "positive": (
        "Came when they said they would and left everything clean.",
        "Leak fixed within two hours of my call. Thank you!",
        "The caretaker is wonderful, please keep him.",
        "New window handle fitted, took five minutes, very polite.",
        "Nice to get a text before the visit.",
        "Heating on again the same evening, with a small baby that matters.",
        "Quick answer and a clear explanation of the bill.",
        "{agent} on the phone was kind and did not rush me.",
        "The stairwell looks lovely since the painting.",
        "Solved. And they took the old boiler part away too.",
    ),
    "neutral": (
        "Repaired, but the colour does not match.",
        "They came a day late but did good work.",
        "OK. I still do not know who to call at weekends.",
        "Works, makes a noise.",
        "Had to take a second day off for it.",
    ),
    "negative": (
        "Fourth call about the same dripping tap.",
        "Nobody came. I stayed at home all day.",
        "The intercom has been broken since spring.",
        "I was told to send photographs. I sent photographs. Silence.",
        "Rubbish has not been collected for two weeks and it smells.",
        "The heating makes a noise all night and nobody believes me.",
        "They left dust everywhere and a hole in the wall.",
        "The parking space I pay for is taken every day and you send me a form.",
    ),
}

THEMES: Bank = {
    "handover": (
        "Since you moved us to the new team nobody knows our set-up any more.",
        "Another new name, another week of explaining our network from the beginning.",
        "Where is {agent}'s predecessor? She knew our systems. This is guesswork.",
        "The handover you promised us has not happened. We notice it every single day.",
        "VPN down for the second Monday in a row, and again we wait for somebody who knows it.",
        "Nine days for a new starter's laptop. It used to be two.",
        "We asked for an escalation and received a survey.",
        "Our account manager does not answer. Renewal is in a few weeks, just so you know.",
        "I opened three tickets about the same outage and they were closed as duplicates of each other.",
        "Response times have doubled and the invoices have not gone down.",
        "Nobody in this call knew that we have two sites.",
        "The backup report has shown errors since the change. Does anybody read it?",
    ),
    "migration": (
        "Mail has been missing since the migration weekend and nobody can tell us how much.",
        "Half of the shared folders are gone after the move.",
        "The migration plan was one page long, and it showed.",
        "We were told: no downtime. It was two days.",
        "Every answer is: that will be fixed after the migration. When is after?",
        "Calendars are still shifted by an hour. People miss meetings with our customers.",
        "I have filled in the same migration checklist three times.",
    ),
    "flood": (
        "Water came through the ceiling and the emergency line rang out eleven times.",
        "No hot water for nine days since the pipe burst. I have two small children.",
        "The lift has been out since the flood. I am 78 and live on the fifth floor.",
        "You sent a letter that says the damage is 'being assessed'. My carpet is growing mould.",
        "The dryers run day and night, at my cost I suppose?",
        "I asked for somebody to look at the wet sockets. It has been a week. This is dangerous.",
        "Every neighbour gets a different answer. Who is in charge of this building?",
        "The cellar still smells, and my bicycle and boxes are ruined. Nobody takes a list.",
        "Promised a temporary shower in the courtyard. There is none.",
        "I will pay the rent when I can wash in this flat again.",
        "The meeting for residents was cancelled an hour before it started.",
        "Plasterers came before the wall was dry. Now it all has to come off again.",
    ),
    "price": (
        "Fifteen per cent more for the same service. Please explain.",
        "An invoice for a visit that was under contract. Again.",
        "The new contract has less in it and costs more.",
        "Every question is now a chargeable project.",
    ),
}

BY_TOPIC: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("Network", "positive"): (
        "Wifi in the warehouse finally reaches the last shelf.",
        "The new firewall went in on a Sunday and nobody noticed a thing. That is how it should be.",
    ),
    ("Network", "negative"): (
        "Internet drops every afternoon at three. Please look at it and not at our laptops.",
        "The meeting room still has no signal. We hold client calls in the stairwell.",
    ),
    ("Mail", "positive"): ("Found the mail that I had given up on. Thank you {agent}!",),
    ("Mail", "negative"): ("Our offers end up in spam at half of our customers.",),
    ("Security", "positive"): (
        "I clicked on something stupid and {agent} did not make me feel stupid.",
        "Very quick reaction to the phishing mail, and a good note to all staff afterwards.",
    ),
    ("Security", "negative"): (
        "Locked out on the road with a customer waiting, and the hotline sent me a form.",
    ),
    ("Printing", "positive"): ("The printer prints. I never thought I would write that here.",),
    ("Printing", "negative"): ("Labels print sideways since the update and the lorries are waiting.",),
    ("Telephony", "negative"): ("Callers hear the queue music of another company. Embarrassing.",),
    ("Onboarding", "positive"): (
        "New colleague had everything on the desk at nine. Great first impression.",
    ),
    ("Onboarding", "negative"): ("New colleague sat there for three days without a login.",),
    ("Backup", "positive"): ("You restored a folder that I deleted in March. Respect.",),
    ("Backup", "negative"): ("It turns out the backup has not run since the summer. I have no words.",),
    ("Billing", "neutral"): ("Corrected after two calls. Please get the cost centre right next time.",),
}

PRAISE_IN_NPS: tuple[str, ...] = (
    "I recommend you to everybody who asks.",
    "You are part of the team by now.",
    "Reliable for years.",
    "Honest when something goes wrong, and that is rare.",
)
BLAME_IN_NPS: tuple[str, ...] = (
    "At the moment I would advise others to wait.",
    "The people are good, the organisation behind them is not.",
    "We feel like a small customer.",
)
