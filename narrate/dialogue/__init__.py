"""Who says what: quotations, their speakers, and the lines of the script.

A module imports only what stands above it here; the groups are the passes over an article, in their order.

What is known before any article:
  lexicon       words that mark speech, people and names, by language
  model         the weights of the small linear models

From marks to runs:
  marks         what each quotation mark may do
  repairs       quotations that lost a mark
  strays        marks that neither open nor close a quotation
  runs          which marks belong together
  glued         paragraphs whose break was lost
  narrator      where the narrator takes over in French dialogue
  dashes        dialogue by dashes, and the tag inside of speech
  rubrics       labels of lists, which nobody says
  labels        interviews: "Q:", "Ana Ruiz:"
  posts         posts that end with the name of their writer
  unmarked      paragraphs that are quotations without marks
  captions      paragraphs that tell what a picture shows

From runs to kinds: speech, fragment or term?
  tokens        paragraphs as words, signs, and one token for every run
  nameparts     one word: part of a name, a possessive?
  clauses       what the words before a run ask for, and what the quoted words are
  sayings       nouns that say: whose answer, whose line
  kinds         a linear model decides
  appellations  what German grammar settles before it is asked
  syntax        what grammar settles elsewhere

From words to names and people:
  habits        how one article writes its words
  mentions      the types: who is mentioned, and the tags of a paragraph
  openings      first words of sentences
  adverts       what calls the reader to act
  bodies        names of institutions
  offices       who holds the office for, of or to a body
  kinship       relatives beside a name
  names         proper names
  nicknames     short forms of given names
  antecedents   the gender that pronouns tell of a name
  people        which names are the same person's
  families      relatives who share a name that stands once
  roster        whom a label names
  genders       what a given name suggests, for the choice of a voice
  parties       members of political parties
  callings      offices beside a name
  headlines     headings that quote what is said below

From phrases to subjects:
  phrases       noun phrases and their heads
  authors       who wrote a text
  mainclause    subjects to the left, nearest first
  appositions   what is inserted between commas
  clausestarts  where a clause begins
  predicates    the main clause from its beginning
  joined        whose second verb follows "and"
  subjects      subjects before their verb
  infinitives   subjects of "to say"
  inversions    subjects after their verb

From subjects to tags:
  reporting     is a word a verb of speech here?
  leadins       what leads up to a colon
  untagged      people described without a verb of speech
  tags          everyone in a paragraph, and who says something
  page          the whole article, read so far
  pullquotes    paragraphs in marks that repeat the narrator

From mentions to persons:
  places        where in its sentence a mention stands
  predications  nouns that a verb gives: became a preacher
  roles         the words before a name and after its comma
  turns         who is told, who asks, who answers
  focus         how present everybody is to the reader
  epithets      nouns that tell of somebody who is known
  descriptions  whom the senator, the 43-year-old, the statement stand for
  pronouns      whom he, she and they stand for

From persons to speakers:
  candidates    who may speak a run, and the situation
  adjacent      mentions in the run's own paragraph
  opinions      whose opinion leads up to a run that stands alone
  floating      runs that stand alone
  ranker        the likeliest candidate
  decisions     what is decided about one run
  repetition    words quoted a second time
  attribution   every run, in reading order

From speakers to the script:
  confidence    how sure that is
  evidence      why, in words for people
  quotations    the result, with the names that are shown
  lines         paragraphs cut into stretches of one voice
"""

from narrate.dialogue.lines import write_lines
from narrate.dialogue.page import article_of
from narrate.dialogue.quotations import find_quotations

__all__ = ["article_of", "find_quotations", "write_lines"]
