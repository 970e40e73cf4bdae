import pytest

from pictures import services
from pictures.models import Picture

from .samples import about, photo
from .things import poster_model


@pytest.fixture
def poster(transactional_db):
    """A throwaway model that refers to pictures."""
    with poster_model() as model:
        yield model


@pytest.fixture
def picture(db) -> Picture:
    """A photo of 64 by 48 pixels whose job has not run yet."""
    return services.take(photo(), about())
