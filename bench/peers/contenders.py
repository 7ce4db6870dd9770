"""Who takes part, and which settings are tried on the tuning split. An empty setting means the library's defaults."""
from dataclasses import dataclass, field

SMALL, TORCH = "bench", "bench-torch"  # groups of setup/versions.txt
SEED = 20261130


@dataclass
class Contender:
    name: str
    module: str
    fixed: dict  # settings of each training
    tries: list  # settings of trainings, by the library's own names
    group: str = SMALL
    asks: dict = field(default_factory=lambda: {"": [{}]})  # what follows the name → settings of asking; each is a row of its own


def crossed(**lists):
    """Returns each combination of the values."""
    found = [{}]
    for key, values in lists.items():
        found = [{**one, key: value} for one in found for value in values]
    return found


def library(name, model, tries, **more):
    return Contender(f"{name}-{model}", f"{name}_models", {"model": model}, tries, **more)


# What docs/training.md calls gensim's settings; 30 epochs cost four times as much.
WORD2VEC = {"sg": 1, "vector_size": 64, "window": 20, "negative": 10, "sample": 0, "epochs": 8}
# What docs/evaluation.md trains segue with.
SESSIONS = {"sg": 1, "vector_size": 64, "window": 6, "negative": 8, "sample": 0, "alpha": 0.05, "epochs": 15}
WAYS = {f"-{how}": [{"how": how}] for how in ("similar", "predicted")}
LAST_WAYS = {f"-{how}": [{"how": how}, {"how": how, "last": 1}, {"how": how, "last": 3}] for how in ("similar", "predicted")}
REPEATS = {"": [{"without_context": True}, {"without_context": False}]}

# EASE costs minutes a training: its 100 is the value of an earlier trial outside this script, not tuned here.
POLIMI = [
    library("implicit", "cosine", [{}, *crossed(K=(100, 400, 1000))]),
    library("implicit", "tfidf", [{}, *crossed(K=(100, 400, 1000))]),
    library("implicit", "bm25", [{}, *crossed(K=(100, 400), K1=(1.2,), B=(0.2,)), {"K": 400, "K1": 100, "B": 0.2}]),
    library("implicit", "als", [{}, *({"factors": 128, "alpha": weight, "regularization": weight} for weight in (5, 20))]),
    library("implicit", "bpr", [{}, *crossed(factors=(128,), learning_rate=(0.05,), regularization=(0.01, 0.002))]),
    Contender("gensim", "gensim_models", {}, [{}, WORD2VEC], asks=WAYS),
    library("lenskit", "item-knn", [{}, *crossed(max_nbrs=(100, 1000))], group=TORCH),
    library("lenskit", "user-knn", [{}, *crossed(max_nbrs=(100, 400))], group=TORCH),
    library("lenskit", "als", [{}, *crossed(embedding_size=(128,), weight=(5,), regularization=(5,))], group=TORCH),
    library("lenskit", "ease", [{"regularization": 100}], group=TORCH),
    library("lenskit", "slim", [{"max_nbrs": 100}, {"max_nbrs": 100, "l1_reg": 0.1, "l2_reg": 10}], group=TORCH),
    library("rectools", "ease", [{"regularization": 100}]),
    library("rectools", "svd", [{}, *crossed(factors=(64, 128, 256))]),
    library("rectools", "als-features", [{}, {"factors": 256, "regularization": 10},
                                         {"factors": 256, "regularization": 10, "fit_features_together": True}]),
]

NOWPLAYING = [
    library("implicit", "cosine", crossed(K=(20, 100, 400)), asks=REPEATS),
    library("implicit", "tfidf", crossed(K=(20, 100, 400)), asks=REPEATS),
    library("implicit", "bm25", crossed(K=(20, 100), B=(0.2, 0.75)), asks=REPEATS),
    library("implicit", "als", [{}, *crossed(factors=(256,), regularization=(0.01, 1), alpha=(1, 5))], asks=REPEATS),
    Contender("gensim", "gensim_models", {}, [{}, SESSIONS], asks=LAST_WAYS),
    library("rectools", "sasrec", [{"session_max_len": 20, "n_factors": 64, "loss": "sampled_softmax", "n_negatives": 256, "epochs": 5}],
            group=TORCH, asks={"": [{"without_context": False}]}),
]

CONTENDERS = {"polimi": POLIMI, "nowplaying": NOWPLAYING}
