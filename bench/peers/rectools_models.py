"""RecTools' own models, EASE, SVD, least squares with features of tracks and transformers; what it only wraps is implicit_models.py's."""
import numpy
import pandas
import rectools
from implicit.als import AlternatingLeastSquares
from rectools import Columns
from rectools.dataset import Dataset
from rectools.models import EASEModel, ImplicitALSWrapperModel, PureSVDModel
from sets import artists_and_albums

VERSION = f"RecTools {rectools.__version__}"
START = pandas.Timestamp("2026-01-01")


def table(asked, lists, first=0):
    """Returns interactions; the time is the place in the list."""
    users, tracks, places = asked.pairs(lists, first)
    return pandas.DataFrame({Columns.User: users, Columns.Item: tracks, Columns.Weight: 1.0, Columns.Datetime: START + pandas.to_timedelta(places, "s")})


def features(asked):
    columns = {"item_features_df": pandas.DataFrame(artists_and_albums(asked), columns=["id", "feature", "value"])}
    return {**columns, "cat_item_features": ["artist", "album"]}


def transformer(model, seed, **settings):
    import pytorch_lightning
    from rectools.models import BERT4RecModel, SASRecModel
    pytorch_lightning.seed_everything(seed)
    return {"sasrec": SASRecModel, "bert4rec": BERT4RecModel}[model](deterministic=True, **settings)


def train(asked, model, seed, threads, **settings):
    data = Dataset.construct(table(asked, asked.lists), **(features(asked) if model == "als-features" else {}))
    if model == "ease":
        made = EASEModel(recommend_n_threads=threads, **settings)
    elif model == "svd":
        made = PureSVDModel(random_state=seed, recommend_n_threads=threads, **settings)
    elif model == "als-features":
        together = settings.pop("fit_features_together", False)
        made = ImplicitALSWrapperModel(AlternatingLeastSquares(num_threads=threads, random_state=seed, **settings), fit_features_together=together)
    else:
        made = transformer(model, seed, **settings)
    made.fit(data)
    return made, data


def answer(trained, asked, without_context=None):
    """Asks for each question; contexts that were no list of the training are a data set of their own."""
    made, data = trained
    users = numpy.array(asked.of_list) if asked.of_list[0] is not None else numpy.arange(len(asked.contexts))
    if asked.of_list[0] is None:
        data = Dataset.construct(table(asked, asked.contexts))
    without = not asked.may_repeat if without_context is None else without_context
    given = made.recommend(users=users, dataset=data, k=asked.most, filter_viewed=without)
    number = {user: place for place, user in enumerate(users)}
    rows = numpy.full((len(users), asked.most), -1)
    rows[given[Columns.User].map(number), given[Columns.Rank] - 1] = given[Columns.Item]
    return rows
