"""What tickets are about: subjects by topic, for companies with their offices and for residents with their
homes.
"""

from collections.abc import Mapping

COMPANY_TOPICS: Mapping[str, tuple[str, ...]] = {
    "Mail": (
        "Cannot send mail from the phone",
        "Shared mailbox is missing",
        "Mails arrive twice",
        "Offers land in our customers' spam",
        "Out-of-office will not switch off",
    ),
    "Network": (
        "Wifi drops in the meeting room",
        "VPN disconnects every hour",
        "Second site is slow in the afternoon",
        "New network socket for the reception",
        "Firewall change for the new web shop",
    ),
    "Access": (
        "Password expired on a Sunday",
        "Access to the finance folder",
        "Locked out after a new phone",
        "Please remove a leaver today",
        "Authenticator asks at every step",
    ),
    "Hardware": (
        "Laptop will not wake up",
        "Docking station loses the second screen",
        "Replacement battery",
        "Scanner at the counter is dead",
        "Headset with an echo",
    ),
    "Printing": ("Labels print sideways", "Printer on floor 2 jams", "Follow-me printing shows an old queue"),
    "Security": (
        "Strange mail from 'our director'",
        "Report a phishing mail",
        "Laptop left in a taxi",
        "Certificate of the portal has expired",
    ),
    "Telephony": ("Calls drop after 15 minutes", "Wrong music in the queue", "Forwarding for the holidays"),
    "Onboarding": ("New starter on Monday", "Two trainees from August", "Name change after a wedding"),
    "Backup": ("Restore a deleted folder", "Backup report shows errors", "Test restore for the auditor"),
    "Billing": (
        "Invoice names the wrong cost centre",
        "Licence count does not match",
        "Question on the last bill",
    ),
}

RESIDENT_TOPICS: Mapping[str, tuple[str, ...]] = {
    "Heating": ("Radiator stays cold", "Heating knocks at night", "Thermostat shows nothing"),
    "Water": ("Kitchen tap drips", "Low pressure in the shower", "Stain on the ceiling", "No hot water"),
    "Access": ("Intercom is silent", "Key for the bicycle cellar", "Front door does not close"),
    "Electricity": ("Stairwell light is out", "Socket in the hall is loose", "Fuse trips with the oven"),
    "Grounds": ("Parking space is taken", "Bins are overflowing", "Noise from the building site"),
    "Rent": ("Question on the service charge", "New bank details", "Receipt for the deposit"),
    "Lift": ("Lift stops between floors", "Lift is out of order"),
}

FLOOD_TOPICS: Mapping[str, tuple[str, ...]] = {
    "Water": ("Water through the ceiling", "Still no hot water", "Mould after the burst pipe", "Wet sockets"),
    "Lift": ("Lift is out since the flood",),
    "Grounds": ("Cellar is under water", "Ruined boxes in the cellar"),
}

PRIORITIES = ("Low", "Medium", "Medium", "Medium", "High", "Urgent")

INTERACTIONS: Mapping[str, tuple[str, ...]] = {
    "positive": (
        "Called to say thank you for the quick visit.",
        "Quarterly review: content, wants to add a second site next year.",
        "Asked for a reference visit by another customer, happily agreed.",
        "Chat: problem solved in a few minutes, sent a thumbs up.",
    ),
    "neutral": (
        "Asked for the status of an open ticket.",
        "Sent the new opening hours.",
        "Wants a quotation for ten more licences.",
        "Confirmed the maintenance window.",
        "Asked who is on duty over the holidays.",
    ),
    "negative": (
        "Complained about a promise that was not kept.",
        "Asked for the notice period of the contract.",
        "Called for the third time today, audibly annoyed.",
        "Wants to speak to a manager and not to the help desk.",
        "Says that this is the last chance.",
    ),
}
