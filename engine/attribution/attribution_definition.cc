// What is said of the measure, and the parameters it takes.
#include "attribution/attribution.h"
#include "attribution/leaders.h"
#include "measure/parameters.h"

namespace sojourn {
namespace {

constexpr const char* kDefinition =
    "A conversion is an event that passes `conversion`; lines of one order are one conversion, at its first line. "
    "Its path is the customer's touches before it, in order of time and then of arrival, at most look_back earlier "
    "(inclusive). A customer may convert again; each conversion has its own look-back, and a touch may lie in "
    "several. Touches are the events that pass `touch`, by default all that are no conversion; an event that was "
    "not perceived has no effect. direct=ignore_if_other drops the touches of the direct node unless the path has "
    "no others; then runs of one node become one touch at the last event of the run (collapse). value is the "
    "conversions credited to the touch. first and last: all to the first or last touch. linear: 1/m to each of m "
    "touches. time_decay: in proportion of 2^-(age/half_life). position: first_share and last_share percent to the "
    "ends, the rest equally between; two touches share in proportion, one takes all. shapley: 1/d to each of d "
    "different nodes, which is the Shapley value when the worth of a set of nodes is the conversions whose paths "
    "lie within it. markov: in proportion of the removal effect, the share of conversions that a Markov chain of "
    "the given order would lose if every move into the node were lost; solved exactly. It learns from the paths of "
    "conversions and, with lost_paths, from those that led nowhere: touches in no conversion's look-back, one path "
    "for what comes within look_back of its first touch. Credits of all touches and of (none), the conversions "
    "without a touch, add up to all conversions under every model. n counts conversions that the touch helped to, "
    "customers theirs; only customers with an identifier. revenue is the conversion's amount, shared like it; cost "
    "is that of all touches in the range that have the node; what others cost is in no row, and a note says how "
    "much it is. return is revenue divided by cost. More than 2,000,000 different steps are refused for markov. "
    "show=stages divides a node's credit by where its touches stood. show=effort: gap is the stage's share of cost "
    "minus its share of credit. show=closer and show=groups: value is the percent of conversions whose last touch "
    "is of that group, with Wilson's interval. With a range, conversions in it count, with the touches before it. A "
    "split puts a conversion into the group of its own event, a cost into that of its touch. None of these models "
    "shows what would have happened without the touch; only an experiment does.";

std::vector<ParameterInfo> attribution_parameters() {
  std::vector<ParameterInfo> all{
      choice(
          "show", {"credits", "revenue", "stages", "effort", "closer", "groups"},
          "credits: by touch; revenue: money by touch and currency; stages: by stage of the touch; effort: share of "
          "cost beside share of credit, by stage; closer: how many conversions the closer led; groups: how many each "
          "`group` led."),
      choice("model", {"all", "first", "last", "linear", "time_decay", "position", "markov", "shapley"},
             "How a conversion is shared among its touches.")};
  const auto add = [&](const std::vector<ParameterInfo>& more) { all.insert(all.end(), more.begin(), more.end()); };
  add(ConversionPaths::parameters());
  add(CreditSplit::parameters());
  add({integer("order", 1, 1, PathTransitions::kOrderMax,
               "markov: how many of the last touches decide what comes next."),
       parameter("lost_paths", ParameterType::kBool, "true",
                 "markov: learn also from paths that did not lead to a conversion.")});
  add(Leaders::parameters());
  return all;
}

}  // namespace

MeasureDefinition attribution_definition() {
  MeasureDefinition definition;
  definition.id = "attribution";
  definition.title = "Attribution";
  definition.question = "Which touches led to our conversions, and how much may each claim of them?";
  definition.definition = kDefinition;
  definition.unit = "conversions";
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.interval = "none: a full count; Wilson for closer and groups";
  definition.inputs =
      "time, the node field (channel by default), an identifier, stage, order, amount, currency, cost, "
      "perceived";
  definition.source =
      "Anderl, Becker, von Wangenheim, Schumann, Int. J. Research in Marketing 33, 2016 (Markov); Shapley, 1953; Zhao, "
      "Mahboobi, Bagheri, arXiv:1804.05327, 2018 (Shapley of a sum game); look-back, position and half-life as Google "
      "Analytics has them";
  definition.since = "0.2";
  definition.parameters = attribution_parameters();
  definition.bind = [](BindContext& context) -> Result<std::unique_ptr<Fold>> {
    const std::string show = context.text("show");
    return show == "closer" || show == "groups" ? bind_fold<Leaders>(context) : bind_fold<Attribution>(context);
  };
  return definition;
}

}  // namespace sojourn
