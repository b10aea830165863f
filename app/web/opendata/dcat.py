"""The catalogue of the data sets in the words of DCAT, in the two forms that harvesters read.

:func:`project_open_data` is ``data.json`` after Project Open Data 1.1, which CKAN's harvesters
and so data.go.id take; :func:`dcat_3` is DCAT 3 of the W3C as JSON-LD. Both say the same, in
Indonesian, with whole addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.web.opendata.datasets import DATA_SETS, DataSet, Form
from app.web.opendata.release import Release
from app.web.site.curators import Curators
from app.web.site.structured_data import LICENCE, NAME

#: What ``data.json`` conforms to, and the JSON schema that describes it.
CONFORMS_TO = "https://project-open-data.cio.gov/v1.1/schema"

_CONTEXT: Mapping[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# The authority tables of the European Union, which DCAT profiles take for these values.
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"

_DESCRIPTION = (
    "Inovasi pelayanan publik Indonesia dari sumber terbuka, beserta tema, katalog, catatan "
    "peniruan, daftar daerah, dan sinonim."
)


@dataclass(frozen=True)
class Site:
    """Where the catalogue stands.

    Attributes:
        root: the whole address of the home page without a slash at its end.
        curators: how the curators are reached.
    """

    root: str
    curators: Curators

    def address(self, path: str) -> str:
        """The whole address of a path."""
        return self.root + path

    @property
    def contact_page(self) -> str:
        """Where to write to: the curators' form, else the page for corrections."""
        url = self.curators.url.partition("?")[0] if self.curators.url else ""
        return url or self.address("/koreksi")


def file_path(data_set: DataSet, form: Form) -> str:
    """The path of a file, which stays the same."""
    return f"/data/{data_set.file(form)}"


def codebook_path(data_set: DataSet) -> str:
    """The path of a codebook."""
    return f"/data/{data_set.name}/kamus"


# --- Project Open Data 1.1 ------------------------------------------------------------


def project_open_data(release: Release, site: Site) -> Mapping[str, Any]:
    """The catalogue as ``data.json``."""
    return {
        "@context": f"{CONFORMS_TO}/catalog.jsonld",
        "@id": site.address("/data.json"),
        "@type": "dcat:Catalog",
        "conformsTo": CONFORMS_TO,
        "describedBy": f"{CONFORMS_TO}/catalog.json",
        "dataset": [_dataset(data_set, release, site) for data_set in DATA_SETS.values()],
    }


def _dataset(data_set: DataSet, release: Release, site: Site) -> Mapping[str, Any]:
    released = release.sets[data_set.name]
    return {
        "@type": "dcat:Dataset",
        "identifier": site.address(f"/data#{data_set.name}"),
        "title": data_set.title.id,
        "description": data_set.description.id,
        "keyword": list(data_set.keywords),
        "issued": released.issued.date().isoformat(),
        "modified": released.modified.date().isoformat(),
        "publisher": {"@type": "org:Organization", "name": NAME},
        "contactPoint": {
            "@type": "vcard:Contact",
            "fn": f"Kurator {NAME}",
            # The standard requires the property; without a mail address, it is the bare scheme.
            "hasEmail": f"mailto:{site.curators.mail}",
            "hasURL": site.contact_page,
        },
        "accessLevel": "public",
        "rights": "Boleh dipakai ulang dengan menyebut Pustaka Inovasi dan sumber aslinya.",
        "license": LICENCE,
        "language": ["id"],
        "spatial": "Indonesia",
        "accrualPeriodicity": "irregular",
        "landingPage": site.address("/data"),
        "describedBy": site.address(codebook_path(data_set)),
        "describedByType": "text/html",
        "distribution": [_distribution(data_set, form, release, site) for form in data_set.forms],
    }


def _distribution(data_set: DataSet, form: Form, release: Release, site: Site) -> Mapping[str, Any]:
    released = release.files[data_set.file(form)]
    return {
        "@type": "dcat:Distribution",
        "title": f"{data_set.title.id} ({form.name})",
        "description": form.meaning.id,
        "downloadURL": site.address(file_path(data_set, form)),
        "mediaType": form.media_type,
        "format": form.name,
        "describedBy": site.address(codebook_path(data_set)),
        "describedByType": "text/html",
        # Not of the standard, which lets other members stand; CKAN takes both.
        "byteSize": released.size,
        "checksum": {"algorithm": "SHA-256", "checksumValue": released.sha256},
    }


# --- DCAT 3 ---------------------------------------------------------------------------


def dcat_3(release: Release, site: Site) -> Mapping[str, Any]:
    """The catalogue as DCAT 3 in JSON-LD."""
    return {
        "@context": _CONTEXT,
        "@id": site.address("/data.jsonld"),
        "@type": "dcat:Catalog",
        "dct:title": _text(f"Data terbuka {NAME}"),
        "dct:description": _text(_DESCRIPTION),
        "dct:publisher": _publisher(site),
        "dct:language": {"@id": f"{_AUTHORITY}language/IND"},
        "dct:license": {"@id": LICENCE},
        "dct:modified": _date(release.modified.date().isoformat()),
        "foaf:homepage": {"@id": site.address("/data")},
        "dcat:dataset": [
            _linked_dataset(data_set, release, site) for data_set in DATA_SETS.values()
        ],
        "dcat:service": {
            "@id": site.address("/api/openapi.json#service"),
            "@type": "dcat:DataService",
            "dct:title": _text(f"API {NAME}"),
            "dct:license": {"@id": LICENCE},
            "dcat:endpointURL": {"@id": site.address("/api/v1")},
            "dcat:endpointDescription": {"@id": site.address("/api/openapi.json")},
            "dcat:servesDataset": [{"@id": site.address(f"/data#{name}")} for name in DATA_SETS],
        },
    }


def _linked_dataset(data_set: DataSet, release: Release, site: Site) -> Mapping[str, Any]:
    released = release.sets[data_set.name]
    identifier = site.address(f"/data#{data_set.name}")
    contact: dict[str, Any] = {
        "@type": "vcard:Organization",
        "vcard:fn": f"Kurator {NAME}",
        "vcard:hasURL": {"@id": site.contact_page},
    }
    if site.curators.mail:
        contact["vcard:hasEmail"] = {"@id": f"mailto:{site.curators.mail}"}
    return {
        "@id": identifier,
        "@type": "dcat:Dataset",
        "dct:identifier": identifier,
        "dct:title": _text(data_set.title.id),
        "dct:description": _text(data_set.description.id),
        "dcat:keyword": [_text(word) for word in data_set.keywords],
        "dct:issued": _date(released.issued.date().isoformat()),
        "dct:modified": _date(released.modified.date().isoformat()),
        "dct:publisher": {"@id": site.address("/")},
        "dcat:contactPoint": contact,
        "dct:language": {"@id": f"{_AUTHORITY}language/IND"},
        "dct:spatial": {"@id": f"{_AUTHORITY}country/IDN"},
        "dct:accrualPeriodicity": {"@id": f"{_AUTHORITY}frequency/IRREG"},
        "dct:accessRights": {"@id": f"{_AUTHORITY}access-right/PUBLIC"},
        "dcat:landingPage": {"@id": site.address("/data")},
        "foaf:page": {"@id": site.address(codebook_path(data_set))},
        "dcat:distribution": [
            _linked_distribution(data_set, form, release, site) for form in data_set.forms
        ],
    }


def _linked_distribution(
    data_set: DataSet, form: Form, release: Release, site: Site
) -> Mapping[str, Any]:
    released = release.files[data_set.file(form)]
    address = site.address(file_path(data_set, form))
    return {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": _text(f"{data_set.title.id} ({form.name})"),
        "dct:description": _text(form.meaning.id),
        "dcat:accessURL": {"@id": site.address(f"/data#{data_set.name}")},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"{_MEDIA_TYPES}{form.media_type}"},
        "dct:format": form.name,
        "dct:license": {"@id": LICENCE},
        "dct:modified": _date(release.sets[data_set.name].modified.date().isoformat()),
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(released.size)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": released.sha256},
        },
    }


def _publisher(site: Site) -> Mapping[str, Any]:
    return {
        "@id": site.address("/"),
        "@type": "foaf:Organization",
        "foaf:name": _text(NAME),
        "foaf:homepage": {"@id": site.address("/")},
    }


def _text(text: str) -> Mapping[str, str]:
    return {"@language": "id", "@value": text}


def _date(date: str) -> Mapping[str, str]:
    return {"@type": "xsd:date", "@value": date}
