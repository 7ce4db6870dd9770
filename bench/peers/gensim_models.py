"""gensim's Word2Vec over lists as sentences, asked in its own two ways: the most similar words, or the words that a context predicts."""
import gensim
import numpy
from gensim.models import Word2Vec

VERSION = f"gensim {gensim.__version__}"


def train(asked, seed, threads, **settings):
    return Word2Vec([[str(track) for track in one] for one in asked.lists], workers=threads, seed=seed, **{"min_count": 1, **settings})


def answer(model, asked, how, last=None):
    """`how`: `similar` (cosine of input rows) or `predicted` (input rows against output rows). `last`: only so many tracks of the end count."""
    rows = numpy.full((len(asked.contexts), asked.most), -1)
    for number, context in enumerate(asked.contexts):
        words = [str(track) for track in (context if last is None else context[-last:])]
        wanted = asked.most + len(context)
        # most_similar leaves its own words out, which is what Polimi asks for.
        given = model.wv.most_similar(positive=words, topn=wanted) if how == "similar" else model.predict_output_word(words, topn=wanted)
        shut = () if asked.may_repeat else set(context.tolist())
        kept = [int(word) for word, _ in given or () if int(word) not in shut][: asked.most]
        rows[number, : len(kept)] = kept
    return rows
