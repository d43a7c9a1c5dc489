"""People: listed by unit and role, and given the roles of the whole desk."""

from reportgen.desk.roles import Role
from tests.desk.desks import CITY, COUNTY, Desk


def test_people_are_listed_by_unit_and_role(desk: Desk) -> None:
    client = desk.signed_in(Role.ADMINISTRATOR)
    for role, unit in ((Role.FILLER, COUNTY), (Role.SIGNER, COUNTY), (Role.FILLER, CITY), (Role.EDITOR, "")):
        desk.person(role, unit)

    def listed(query: str) -> set[str]:
        return {person.name for person in client.get(f"/people/{query}").context["people"]}

    assert listed(f"?unit={COUNTY}") == {f"{COUNTY}填报人", f"{COUNTY}签发人"}
    assert listed("?role=filler") == {f"{COUNTY}填报人", f"{CITY}填报人"}
    assert listed(f"?unit={CITY}&role=filler") == {f"{CITY}填报人"}
    assert len(listed("")) == 5


def test_the_editors_role_is_given_in_the_page(desk: Desk) -> None:
    client, person = desk.signed_in(Role.ADMINISTRATOR), desk.person(Role.FILLER, COUNTY)
    assert desk.signed_in(Role.FILLER, COUNTY).get("/wording/").status_code == 403
    client.post(f"/people/{person.pk}/", {"do": "seats", "editor": "1", "seat": f"filler:{COUNTY}"})
    assert client.get(f"/people/{person.pk}/").context["person_edits"]
    assert desk.signed_in(Role.FILLER, COUNTY).get("/wording/").status_code == 200
