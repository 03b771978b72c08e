#include "measure/parameters.h"
#include "voice/topic_effect.h"

namespace sojourn {

MeasureDefinition topic_effect_definition() {
  MeasureDefinition definition;
  definition.id = "topic_effect";
  definition.title = "Effect of topics";
  definition.question =
      "What do the topics that customers speak of do to the score, and how much money stands behind them?";
  definition.definition =
      "How much higher or lower the score is of answers with a topic than of the others: value = score with - score "
      "without. total_effect = score of all - score without is what the topic takes from the whole, or adds to it. The "
      "score is made of the answers to kind: of nps promoters minus detractors in points, of other kinds the share of "
      "positive answers in percent. An answer has the topics of the texts that belong to it: those on the same event; "
      "else a text belongs to the answer of the same survey response, else to the nearest answer of the same customer "
      "within a day (or within=), of two equally near ones the earlier. Each customer counts once in each group, with "
      "the last answer there, unless count says otherwise. The interval is MOVER's at 95 % and takes both scores as "
      "independent. sure says whether the effect is beyond chance with all topics taken together (Benjamini and "
      "Hochberg, 5 %). There is no effect with fewer than least answers on either side. revenue is what the customers "
      "with the topic paid in the range; at_risk counts those whose answer with it is negative, revenue_at_risk what "
      "they paid; in one currency, that of currency= or else the one in which most paid. What goes together need not "
      "be a cause.";
  definition.unit = "points";
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "MOVER (Zou and Donner 2008), clustered by customer";
  definition.inputs = "text, kind, answer, scale_min, scale_max, properties.response, amount, currency (voice.topic)";
  definition.source =
      "Zou and Donner, Statistics in Medicine 27, 2008; Benjamini and Hochberg, Journal of the Royal Statistical "
      "Society "
      "B 57, 1995; Rocks, The American Statistician 70(4), 2016; Wilson, JASA 22, 1927.";
  definition.since = "0.1";
  definition.parameters = {
      score_kind_parameter(),
      score_positive_parameter(),
      count_parameter(),
      choice("among", {"all", "commented"}, "Which answers are compared: all, or only those to which a text belongs."),
      within_parameter(),
      integer("least", 10, 2, 1e6, "How many answers there must be with a topic and without it."),
      currency_parameter()};
  definition.bind = bind_fold<TopicEffect>;
  return definition;
}

}  // namespace sojourn
