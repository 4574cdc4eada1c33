"""Currencies as Stripe charges them: decimals, smallest and largest amounts, and how a page shows an amount.

Source: https://docs.stripe.com/currencies (zero-decimal, three-decimal, special cases, minimum charge amounts).
"""

from typing import Final

from payments_local.errors import InvalidRequestError


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


ZERO_DECIMAL: Final = _codes("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf")
THREE_DECIMAL: Final = _codes("bhd jod kwd omr tnd")
# Written with two decimals for compatibility, though the currency has none: the last two digits must be 00.
WHOLE_UNITS: Final = frozenset({"isk", "ugx"})
SUPPORTED: Final = (
    ZERO_DECIMAL
    | THREE_DECIMAL
    | WHOLE_UNITS
    | _codes(
        """
        aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc
        cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr jmd kes kgs khr kyd
        kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php
        pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah usd uyu uzs
        wst xcd yer zar zmw
        """
    )
)
MINIMUM: Final = {
    **dict.fromkeys(("usd", "aud", "brl", "cad", "chf", "eur", "inr", "nzd", "sgd"), 50),
    "aed": 200,
    "bgn": 100,
    "czk": 1500,
    "dkk": 250,
    "gbp": 30,
    "hkd": 400,
    "huf": 17500,
    "jpy": 50,
    "mxn": 1000,
    "myr": 200,
    "nok": 300,
    "pln": 200,
    "ron": 200,
    "sek": 300,
    "thb": 1000,
}
MAXIMUM: Final = 99_999_999


def parse_currency(text: str, param: str) -> str:
    """Return a supported currency in lower case, or raise `InvalidRequestError`."""
    if (currency := text.lower()) not in SUPPORTED:
        raise InvalidRequestError(
            f"Invalid currency: {text}. Stripe currently supports these currencies: {', '.join(sorted(SUPPORTED))}",
            param=param,
        )
    return currency


def require_chargeable(amount: int, currency: str, param: str) -> None:
    """Raise `InvalidRequestError` if an amount can't be charged in a currency."""
    if amount > MAXIMUM:
        raise InvalidRequestError(
            f"Amount must be no more than {show_amount(MAXIMUM, currency)}", code="amount_too_large", param=param
        )
    if currency in THREE_DECIMAL and amount % 10:
        raise InvalidRequestError(f"Invalid amount: {currency} amounts must be divisible by 10.", param=param)
    if currency in WHOLE_UNITS and amount % 100:
        raise InvalidRequestError(f"Invalid amount: {currency} amounts must be divisible by 100.", param=param)


def require_minimum(total: int, currency: str) -> None:
    """Raise `InvalidRequestError` if a total is too small to be charged; nothing to pay is allowed."""
    if 0 < total < (least := MINIMUM.get(currency, 1)):
        raise InvalidRequestError(
            f"The Checkout Session's total amount due must add up to at least {show_amount(least, currency)}",
            code="amount_too_small",
        )


def show_amount(amount: int, currency: str) -> str:
    """Return an amount for people, with the currency's decimals: `19.99 EUR`, `1,200 JPY`, `1.230 KWD`."""
    digits = 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2
    whole, part = divmod(amount, 10**digits)
    decimals = f".{part:0{digits}}" if digits else ""
    return f"{whole:,}{decimals} {currency.upper()}"
