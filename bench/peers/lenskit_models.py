"""LensKit's scorers in its pipeline of ranked lists: neighbours of items and of users, alternating least squares, EASE and SLIM."""
import lenskit
import numpy
import pandas
from lenskit.als import ImplicitMFScorer
from lenskit.data import ItemList, RecQuery, from_interactions_df
from lenskit.knn import ItemKNNScorer, UserKNNScorer
from lenskit.knn.ease import EASEScorer
from lenskit.knn.slim import SLIMScorer
from lenskit.pipeline import topn_pipeline
from lenskit.training import TrainingOptions

SCORERS = {"item-knn": ItemKNNScorer, "user-knn": UserKNNScorer, "als": ImplicitMFScorer, "ease": EASEScorer, "slim": SLIMScorer}
VERSION = f"lenskit {lenskit.__version__}"


def train(asked, model, seed, threads, **settings):
    lists, tracks, _ = asked.pairs(asked.lists)
    data = from_interactions_df(pandas.DataFrame({"user_id": lists, "item_id": tracks}))
    if model.endswith("knn"):
        settings = {"feedback": "implicit", **settings}
    pipeline = topn_pipeline(SCORERS[model](**settings), n=asked.most)
    pipeline.train(data, TrainingOptions(rng=seed, device="cpu"))
    return pipeline


def answer(pipeline, asked):
    rows = numpy.full((len(asked.contexts), asked.most), -1)
    for number, (context, of_list) in enumerate(zip(asked.contexts, asked.of_list)):
        query = RecQuery(user_id=of_list, user_items=ItemList(item_ids=context))
        given = pipeline.run("recommender", query=query, n=asked.most)
        rows[number, : len(given)] = given.ids()
    return rows
