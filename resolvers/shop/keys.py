"""The shop's rows in the one table, on one screen. Keys are pure functions of ids.

item              PK                    SK                      read by
product           PRODUCT#product       PRODUCT                 get; while live, GSI1 SHOP and GSI2 SELLER#seller
own product       USER#seller           SELLS#product           viewer.products, consistent
offered           OFFERED#what          time#product            products(type); products of a post, photo or pin
stock             VARIANT#variant       STOCK                   reserve, settle; apart from what sellers edit
order head        ORDER#order           ORDER                   the table stream: onOrder and notifications
reservation       ORDER#order           RESERVATION             its order; while held, GSI1 HELD#shard by its end
payment           ORDER#order           PAYMENT                 the payments function
refund request    ORDER#order           REFUND#refund           payments; while it waits, GSI1 REFUNDS by its id
charge            ORDER#order           CHARGE#charge           the reconciliation; GSI1 CHARGES by its time
charges' time     CHARGES               STATEMENT               the reconciliation
cart              USER#buyer            CART                    viewer.cart, consistent
"""

from typing import Final
from zlib import crc32

from resolvers.core.keys import IndexKey, Key

PRODUCT: Final = "product"
VARIANT: Final = "variant"
SHOP: Final = "SHOP"
REFUNDS: Final = "REFUNDS"
CHARGES: Final = "CHARGES"
CHARGES_STATEMENT: Final = Key(CHARGES, "STATEMENT")
SHARDS = 4


def product(product_id: str) -> Key:
    return Key(f"PRODUCT#{product_id}", "PRODUCT")


def products_by(seller_id: str) -> str:
    return f"SELLER#{seller_id}"


def own_product(seller_id: str, product_id: str) -> Key:
    return Key(f"USER#{seller_id}", f"SELLS#{product_id}")


def own_products(seller_id: str) -> Key:
    """Return partition and prefix of a person's own products."""
    return Key(f"USER#{seller_id}", f"SELLS#{PRODUCT}_")


def offer_partition(what: str) -> str:
    """Return the partition of live products of a type, or of those made from a post, photo or pin."""
    return f"OFFERED#{what}"


def stock(variant_id: str) -> Key:
    return Key(f"VARIANT#{variant_id}", "STOCK")


def reservation(order_id: str) -> Key:
    return Key(f"ORDER#{order_id}", "RESERVATION")


def order_head(order_id: str) -> Key:
    return Key(f"ORDER#{order_id}", "ORDER")


def payment(order_id: str) -> Key:
    return Key(f"ORDER#{order_id}", "PAYMENT")


def refund_request(order_id: str, refund_id: str) -> Key:
    return Key(f"ORDER#{order_id}", f"REFUND#{refund_id}")


def requested_refund(refund_id: str) -> IndexKey:
    """Return where the payments' function finds a refund that was requested and not yet made."""
    return IndexKey(1, REFUNDS, refund_id)


def charge(order_id: str, charge_id: str) -> Key:
    return Key(f"ORDER#{order_id}", f"CHARGE#{charge_id}")


def charge_time(charge_id: str, charged_at: int) -> IndexKey:
    """Return where the reconciliation finds a charge by its time."""
    return IndexKey(1, CHARGES, f"{pad_seconds(charged_at)}#{charge_id}")


def cart(buyer_id: str) -> Key:
    return Key(f"USER#{buyer_id}", "CART")


def reservation_end(order_id: str, until: int) -> IndexKey:
    """Return where the sweeper finds a reservation by its end; spread, because all of a shop's end up here."""
    return IndexKey(1, held_partition(crc32(order_id.encode()) % SHARDS), pad_seconds(until))


def held_partition(shard: int) -> str:
    return f"HELD#{shard}"


def pad_seconds(time: int) -> str:
    """Write a time in seconds so that times sort as text."""
    return f"{time:012}"
