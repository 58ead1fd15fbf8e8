"""What a page of ours may do in a browser: its Content-Security-Policy, so strict that nothing but its own style and
script can act, whatever text it shows."""

import base64
import hashlib


def policy(style: str, script: str = "") -> str:
    """The policy of a page that holds this one style sheet and, if any, this one script, each exactly as it stands
    between its tags. No picture, font, frame, form, request or attribute that styles or runs.

    >>> policy("p {}").split("; ")[:2]
    ["default-src 'none'", "style-src 'sha256-SNJDlN1Iy2mnt7DOjQIyDb2LQE6O5PQiSZomcdzawQ4='"]
    """
    allowed = {"style-src": style, "script-src": script}
    told = [f"{kind} 'sha256-{_digest(text)}'" for kind, text in allowed.items() if text]
    return "; ".join(["default-src 'none'", *told, "base-uri 'none'", "form-action 'none'"])


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
