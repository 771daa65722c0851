"""A bank's statement as a file, ``1CClientBankExchange``: read, checked, and matched to the payments that are due.

Nothing here asks a database or a clock. ``charset`` makes text of bytes, ``layout`` sections of text, ``reading`` a
``Statement`` of sections, ``balances`` checks it against what the bank says. ``purpose`` finds the numbers in what a
payer wrote, ``claims`` and ``matching`` propose which payments the lines pay: marked as paid already, or still open.

What is sure about the format, by 1C's page of the standard (versions 1.00 to 1.03): the first line, ``Ключ=Значение``
on a line of its own, days as ``дд.мм.гггг``, sums with a point, ``СекцияРасчСчет … КонецРасчСчет``,
``СекцияДокумент=Вид … КонецДокумента``, ``КонецФайла``; ``Кодировка`` is Windows or DOS; an account has 20 digits; the
purpose stands whole in ``НазначениеПлатежа`` and in parts in ``НазначениеПлатежа1`` to ``6``.

What is only seen, in files of banks and in the tests of other readers, and is read as well: UTF-8 under
``Кодировка=Windows``; a section for each day of one account rather than one for the period; ``РасчСчет`` once for each
account; neither day of booking, or the other side's; ``Плательщик=ИНН 7707083893 ООО …`` without ``ПлательщикИНН``; an
INN with its KPP after a slash; a purpose broken over lines; sections without balances.

There are packages for it on PyPI (client-bank-1c, client-bank-exchange-1c, 1c-format). None is used: the newest was
last released in 2023, and none tells the line of a fault, checks a balance or refuses a file that was cut off.
"""
