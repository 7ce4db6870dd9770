"""implicit's own models: item-item neighbours, alternating least squares, Bayesian personalised ranking and logistic factors."""
import implicit
import numpy
from implicit.als import AlternatingLeastSquares
from implicit.bpr import BayesianPersonalizedRanking
from implicit.lmf import LogisticMatrixFactorization
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender

NEIGHBOURS = {"cosine": CosineRecommender, "tfidf": TFIDFRecommender, "bm25": BM25Recommender}
FACTORS = {"als": AlternatingLeastSquares, "bpr": BayesianPersonalizedRanking, "lmf": LogisticMatrixFactorization}
VERSION = f"implicit {implicit.__version__}"


def train(asked, model, seed, threads, **settings):
    if model in NEIGHBOURS:
        made = NEIGHBOURS[model](num_threads=threads, **settings)
    else:
        made = FACTORS[model](num_threads=threads, random_state=seed, **settings)
    made.fit(asked.weights(asked.lists), show_progress=False)
    return made


def answer(made, asked, without_context=None):
    """Asks for each question; a context that was no list of the training gets new factors."""
    is_new = asked.of_list[0] is None
    users = numpy.arange(len(asked.contexts)) if is_new else numpy.array(asked.of_list)
    without = not asked.may_repeat if without_context is None else without_context
    more = {"recalculate_user": True} if is_new and isinstance(made, implicit.cpu.als.AlternatingLeastSquares) else {}
    parts = []
    for start in range(0, len(users), 2000):
        part = slice(start, start + 2000)
        given, _ = made.recommend(users[part], asked.weights(asked.contexts[part]), N=asked.most, filter_already_liked_items=without, **more)
        parts.append(given)
    return numpy.concatenate(parts)
