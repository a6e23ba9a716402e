"""Reviews: answers to Oscar's label `reviews`."""

from oscar.apps.catalogue.reviews.apps import CatalogueReviewsConfig as Oscar


class ReviewsConfig(Oscar):
    name = "reviews"

    def ready(self) -> None:
        """Receivers only: Oscar's own would load its views and what they drag along."""

    def get_urls(self) -> list[object]:
        return []
