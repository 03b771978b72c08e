#include "measure/parameters.h"
#include "stages/consideration.h"
#include "stages/consideration_set.h"

namespace sojourn {
namespace {

constexpr const char* kDefinition =
    "show=ratio compares the customers who considered us with the others: value is the share, in percent, of the group "
    "(n) that has an outcome (customers), and ratio = value(considered) / value(others), with its interval on the "
    "scale "
    "of logarithms (Katz) and the reference beside it. A customer has considered when an event that passes considered "
    "comes before the first one that passes outcome, in order of time and then of arrival; without an outcome any such "
    "event will do. Those who consider may differ from the others in more than that: the ratio is an association. The "
    "reference of three to one is a figure from the literature, not a claim about your customers. show=set tells how "
    "customers' sets of products change: first are the products seen by events that pass considered before the "
    "customer's first event that passes evaluated; added those seen by events that pass evaluated and not considered "
    "first; discarded those of both with an event that passes discarded, at or after the first that passes evaluated; "
    "bought those with an event that passes outcome after they came into the set. An event that passes discarded "
    "brings no product in; a product is discarded once, whatever comes after. Each product counts once a customer, "
    "and value is the mean number of products left: (first + added - discarded) / customers. show=products has the "
    "same by product: n customers had it in their set, and value is the share of them who bought it. Only customers "
    "with an identifier are counted. A split puts a customer into the group of the first event that passes considered "
    "(others: of their first event), and a set into the group of the event that brought in its first product.";

Result<std::unique_ptr<Fold>> bind_shown(BindContext& context) {
  if (context.text("show") == "ratio") return bind_fold<Consideration>(context);
  return bind_fold<ConsiderationSet>(context);
}

}  // namespace

MeasureDefinition consideration_definition() {
  MeasureDefinition definition;
  definition.id = "consideration";
  definition.title = "Consideration";
  definition.question = "Do those who consider us buy more often, and what do they add and discard on the way?";
  definition.definition = kDefinition;
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Wilson; of the ratio: log (Katz 1978)";
  definition.inputs = "time, stage, product, outcome, an identifier";
  definition.source =
      "Wilson, JASA 22, 1927; Katz, Baptista, Azen and Pike, Biometrics 34, 1978; the reference of three to one: D. "
      "Court et al., The consumer decision journey, McKinsey Quarterly 3, 2009";
  definition.since = "0.1";
  ParameterInfo reference = parameter("reference", ParameterType::kNumber, "3", "A ratio to compare with.");
  reference.min = 0;
  definition.parameters = {
      choice("show", {"ratio", "set", "products"}, "The ratio, how sets of products change, or the same by product."),
      parameter("considered", ParameterType::kFilter, "stage = \"consider\"", "Events by which somebody considers."),
      parameter("evaluated", ParameterType::kFilter, "stage = \"evaluate\"", "Events by which somebody evaluates."),
      parameter("discarded", ParameterType::kFilter, "outcome = \"discarded\"",
                "Events by which a product is discarded."),
      parameter("outcome", ParameterType::kFilter, "stage = \"buy\"", "Events by which somebody buys."),
      reference,
      integer("top", 50, 1, 1e6, "With show=products, how many products to list."),
      node_parameter("product")};
  definition.bind = bind_shown;
  return definition;
}

}  // namespace sojourn
