"""Reading a page as its visitor does: the part between header and footer."""

from django.http import HttpResponse


def main_of(response: HttpResponse) -> str:
    return response.text.partition("<main")[2].partition("</main>")[0]
