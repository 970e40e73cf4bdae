from jobs.registry import Payload, handler
from pictures import services


@handler("pictures.make_variants")
def make_variants(payload: Payload) -> None:
    services.make_variants(payload["picture"])
