"""Questions about who is tied to whom: on the layer of linkages unless another is named."""

from graphgov.graph.adjacency import UNREACHED, Adjacency
from graphgov.network.adjoining import SIDES, Adjoining, adjoining
from graphgov.network.central import Centrality, centrality
from graphgov.network.cohesion import Bridge, Cohesion, bridges, cohesion, isolates
from graphgov.network.conversion import to_networkx
from graphgov.network.interlocks import Interlock, interlocks
from graphgov.network.model import Network, Tie, network
from graphgov.network.nearby import Neighbourhood, Path, Step, neighbourhood, path
from graphgov.network.pairs import PROJECTIONS, Pairs, paired, parties, projection
from graphgov.network.reach import Reach, Reached, reach
from graphgov.network.segments import DIVIDES, Segmentation, segmentation

__all__ = [
    "DIVIDES",
    "PROJECTIONS",
    "SIDES",
    "UNREACHED",
    "Adjacency",
    "Adjoining",
    "Bridge",
    "Centrality",
    "Cohesion",
    "Interlock",
    "Neighbourhood",
    "Network",
    "Pairs",
    "Path",
    "Reach",
    "Reached",
    "Segmentation",
    "Step",
    "Tie",
    "adjoining",
    "bridges",
    "centrality",
    "cohesion",
    "interlocks",
    "isolates",
    "neighbourhood",
    "network",
    "paired",
    "parties",
    "path",
    "projection",
    "reach",
    "segmentation",
    "to_networkx",
]
