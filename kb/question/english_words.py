"""English words that carry no topic: function words, the words of asking, and the words of what is asked for."""

from __future__ import annotations

_GRAMMAR = """
a an the and or but nor so if as at by for from in into of off on onto out over per to up upon with within without
than then there here that this these those it its they them their he she his her him we us our you your i me my mine
be is are was were been being am do does did done doing have has had having can could may might must shall should will
would ought need needs not no none nor any all each every both either neither some such same other another own only
just also too very more most less least much many few several one two three first second third last next new old about
above below under between among during before after until since while because due via through across against along
around toward towards what which who whom whose when where why how whether whatever ever never always often still yet
already again once now today soon
"""

_ASKING = """
please tell list give show say says said state states name find know explain describe let want wants wanted wish like
question answer help according regarding concerning relating related respect supposed expected required requires require
aim aims aimed call calls called happen happens become becomes get gets got getting go goes going take takes taken taking
make makes made making put puts come comes came keep keeps kept set sets use uses used using hold holds held see work
works run runs running carry carries carried put bring brings lay lays laid turn look provide provides provided under
include includes including involve involves involved follow follows following receive receives need needs want try
allow certain different possible actually exactly really currently current effort efforts meet meets meeting start starts started beyond attend attending
attended create created creates general leave leaves left acceptable cite cites cited rely relies rated rate seen sees
fit fits final dealing deal deals dealt total fully full way ways kind kinds type types thing things matter case cases
whole caught taken given made done someone anyone somebody anybody person persons sort wide organise organises organize
organizes yuan metre metres meter meters percent point points run expects begin begins
"""

_FRAME = """
who whose department departments bureau bureaus unit units office offices authority authorities body bodies agency agencies
organ organs organisation organization lead leads leading led leader head heads headed responsible responsibility charge
participate participates participating participation part role roles capacity job task tasks duty duties measure measures
support supports supporting assist assists together jointly whom target targets goal goals aim reach reaches reached
reaching attain attained achieve achieved deadline date dates year years month months day days time times long often
frequently interval intervals latest earliest end finish finished finishing complete completed accomplish accomplished
due everything anything item items number amount figure value level least most maximum minimum large big high low small
difference differ differs compare compared comparison versus gap higher lower stricter larger smaller earlier later
respectively say specific specifically district districts city cities province municipality region regions place places
nationwide national country locally local municipal provincial document documents plan plans policy policies notice
circular issue issued issues publish adopt adopted reached ready scheduled expire expires works changed change changes attachment attachments annex appendix reference serial interpret interprets
side limit limits cancelled canceled
"""

FUNCTION_WORDS = frozenset((_GRAMMAR + _ASKING + _FRAME).split())
