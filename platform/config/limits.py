"""How often something may be done, by whom; each can be set in the environment."""

from environ import Env


def limits(env: Env) -> dict[str, str]:
    """Name of a limit: so many in so long, as the library `limits` reads it (web.limits)."""
    # By network they are wide: a library, a mosque, a stall or a carrier shares one address.
    return {
        "sign:network": env.str("LIMIT_SIGN_NETWORK", "120/10 minutes"),
        "sign:network:proven": env.str("LIMIT_SIGN_NETWORK_PROVEN", "1200/10 minutes"),
        "sign:address": env.str("LIMIT_SIGN_ADDRESS", "10/hour"),
        "confirm:network": env.str("LIMIT_CONFIRM_NETWORK", "240/10 minutes"),
        "register:network": env.str("LIMIT_REGISTER_NETWORK", "120/10 minutes"),
        "register:network:proven": env.str("LIMIT_REGISTER_NETWORK_PROVEN", "1200/10 minutes"),
        "register:address": env.str("LIMIT_REGISTER_ADDRESS", "10/hour"),
        "registration:network": env.str("LIMIT_REGISTRATION_NETWORK", "240/10 minutes"),
        "join:network": env.str("LIMIT_JOIN_NETWORK", "120/10 minutes"),
        "join:network:proven": env.str("LIMIT_JOIN_NETWORK_PROVEN", "1200/10 minutes"),
        "join:address": env.str("LIMIT_JOIN_ADDRESS", "10/hour"),
        "shift:network": env.str("LIMIT_SHIFT_NETWORK", "120/10 minutes"),
        "shift:network:proven": env.str("LIMIT_SHIFT_NETWORK_PROVEN", "1200/10 minutes"),
        "shift:address": env.str("LIMIT_SHIFT_ADDRESS", "10/hour"),
        "team:network": env.str("LIMIT_TEAM_NETWORK", "60/10 minutes"),
        "team:network:proven": env.str("LIMIT_TEAM_NETWORK_PROVEN", "600/10 minutes"),
        "team:address": env.str("LIMIT_TEAM_ADDRESS", "10/hour"),
        # Links of volunteers' mails, and the public page of a certificate.
        "volunteering:network": env.str("LIMIT_VOLUNTEERING_NETWORK", "240/10 minutes"),
        "link:network": env.str("LIMIT_LINK_NETWORK", "60/10 minutes"),
        "link:address": env.str("LIMIT_LINK_ADDRESS", "3/hour"),
        "barrier:network": env.str("LIMIT_BARRIER_NETWORK", "20/hour"),
        "held:network": env.str("LIMIT_HELD_NETWORK", "60/hour"),
        "invite:organisation": env.str("LIMIT_INVITE_ORGANISATION", "60/hour"),
        "apply:user": env.str("LIMIT_APPLY_USER", "5/day"),
        "endorse:organisation": env.str("LIMIT_ENDORSE_ORGANISATION", "60/hour"),
        "webhook:test": env.str("LIMIT_WEBHOOK_TEST", "60/hour"),
        # Past these somebody is asked to look; nobody is refused.
        "suspicion:network": env.str("SUSPICIOUS_FROM_NETWORK", "100/hour"),
        "suspicion:name": env.str("SUSPICIOUS_BY_NAME", "20/day"),
        # Programs: public reads by network, all else by token.
        "api:network": env.str("LIMIT_API_NETWORK", "600/minute"),
        "api:token": env.str("LIMIT_API_TOKEN", "600/minute"),
        # Applications that fetch tokens; each secret they show costs a slow hash.
        "identity:network": env.str("LIMIT_IDENTITY_NETWORK", "60/minute"),
        "find:user": env.str("LIMIT_FIND_USER", "30/hour"),
        "resend:signature": env.str("LIMIT_RESEND_SIGNATURE", "3/day"),
    }
