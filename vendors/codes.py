"""Code lists kept by others: ISO 3166-1 countries and ISO 4217 currencies."""

import pycountry

COUNTRIES: dict[str, str] = {
    c.alpha_2: c.name for c in sorted(pycountry.countries, key=lambda c: c.alpha_2)
}
CURRENCIES: dict[str, str] = {
    c.alpha_3: c.name for c in sorted(pycountry.currencies, key=lambda c: c.alpha_3)
}
