"""Currencies and the decimals of their minor units, by ISO 4217 (list one of 2026), not by CLDR.

CLDR, which Babel reads, gives the forint, the rupiah and others no decimals, because prices rarely show them; amounts
that a payment provider takes follow ISO 4217. Funds, metals and codes for testing are left out.
"""

from typing import Final


def list_codes(text: str) -> frozenset[str]:
    """Return the codes that a text lists."""
    return frozenset(text.split())


NO_DECIMALS: Final = list_codes("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF")
THREE_DECIMALS: Final = list_codes("BHD IQD JOD KWD LYD OMR TND")
TWO_DECIMALS: Final = list_codes(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE
    CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR
    KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB
    PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY
    TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
    """
)
DECIMALS: Final = {
    **dict.fromkeys(sorted(NO_DECIMALS), 0),
    **dict.fromkeys(sorted(TWO_DECIMALS), 2),
    **dict.fromkeys(sorted(THREE_DECIMALS), 3),
}
