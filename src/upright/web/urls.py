"""The pages' addresses. What a page shows is all in its address."""

from __future__ import annotations

from django.conf.urls.i18n import urlpatterns as language
from django.urls import include, path, re_path, register_converter

from upright.web import converters
from upright.web.pages import corrections, data, documents, findings, home, passages, ratifications, recommendations, reviews, states

register_converter(converters.SymbolConverter, "symbol")
register_converter(converters.EndingConverter, "ending")

urlpatterns = [
    path("", home.home, name="home"),
    path("states", states.all_states, name="states"),
    path("states.<ending:ending>", states.all_states_download, name="states_download"),
    path("states/<str:code>/recommends", states.recommends, name="recommends"),
    path("states/<str:code>/recommends.<ending:ending>", states.recommends_download, name="recommends_download"),
    path("states/<str:code>", states.state, name="state"),
    path("reviews", reviews.reviews, name="reviews"),
    path("reviews.<ending:ending>", reviews.reviews_download, name="reviews_download"),
    path("reviews/<str:code>/<int:session>", reviews.review, name="review"),
    path("recommendations", recommendations.explorer, name="recommendations"),
    path("recommendations.<ending:ending>", recommendations.download, name="recommendations_download"),
    re_path(r"^recommendations/(?P<sha256>[0-9a-f]{64})/(?P<key>.+)$", recommendations.of_file, name="recommendation_of_file"),
    re_path(r"^recommendations/(?P<symbol>.+)/(?P<number>[^/]+)$", recommendations.one, name="recommendation"),
    path("passages", passages.explorer, name="passages"),
    path("passages.<ending:ending>", passages.download, name="passages_download"),
    path("search-help", passages.search_help, name="search_help"),
    path("documents", documents.documents, name="documents"),
    path("documents.<ending:ending>", documents.documents_download, name="documents_download"),
    path("documents/<str:sha256>", documents.by_file, name="file"),
    path("documents/<str:sha256>/file", documents.original, name="original"),
    path("documents/<str:sha256>/pages/<int:page>.png", documents.page_image, name="page_image"),
    path("findings", findings.findings, name="findings"),
    path("findings.<ending:ending>", findings.download, name="findings_download"),
    path("ratifications", ratifications.treaties, name="ratifications"),
    path("ratifications.<ending:ending>", ratifications.download, name="ratifications_download"),
    path("ratifications/<str:code>", ratifications.one, name="ratification"),
    path("data", data.data, name="data"),
    path("data/upright.zip", data.whole, name="data_download"),
    path("corrections", corrections.listed, name="corrections"),
    path("corrections/<int:pk>/withdraw", corrections.withdraw, name="withdraw"),
    re_path(r"^corrections/(?P<sha256>[0-9a-f]{64})/(?P<kind>[a-z_]+)/(?P<key>.+)$", corrections.correct, name="correct"),
    path("account", corrections.account, name="account"),
    path("accounts/", include("allauth.urls")),
    path("language/", include(language)),
    path("<symbol:symbol>", documents.by_symbol, name="document"),
]
