// For tests: the parameters with which laws_test.cc asks each measure, beside every measure's defaults.
//
// The first set of a measure is what all its questions start from: put there what it cannot be asked without. Each
// further set is one more question. Places of the random lives: touchpoints visit, help, purchase and delivery;
// channels web, app and call; stages consider, evaluate, buy and enjoy; answers to nps, csat and ces; amounts in EUR
// and JPY, orders, and properties.plan (free, pro).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn {

using Parameters = std::map<std::string, std::vector<std::string>>;

inline std::vector<Parameters> law_parameters(std::string_view measure) {
  const std::string visit = "touchpoint = \"visit\"";
  const std::string help = "touchpoint = \"help\"";
  const std::string purchase = "touchpoint = \"purchase\"";
  const std::map<std::string_view, std::vector<Parameters>> all{
      {"attribution",
       {{},
        {{"show", {"stages"}}, {"order", {"2"}}, {"touch", {"channel != \"call\""}}, {"collapse", {"no"}}},
        {{"show", {"revenue"}}, {"conversion", {"amount > 0"}}, {"conversions", {"repeat"}}},
        {{"show", {"effort"}}, {"node", {"touchpoint"}}, {"direct", {"ignore_if_other"}}, {"direct_node", {"help"}}},
        {{"show", {"credits"}}, {"model", {"markov"}}, {"lost_paths", {"no"}}, {"look_back", {"5d"}}},
        {{"show", {"closer"}}, {"closer", {"channel = \"call\""}}},
        {{"show", {"groups"}}, {"conversions", {"first"}}, {"group", {"service: " + help, "web: channel = \"web\""}}}}},
      {"behaviour_changes",
       {{{"period", {"5d"}}, {"least", {"6"}}, {"level", {"0.4"}}},
        {{"show", {"when"}},
         {"every", {"week"}},
         {"changes", {"all"}},
         {"period", {"3d"}},
         {"least", {"4"}},
         {"level", {"0.5"}}},
        {{"activity", {visit}}, {"node", {"channel"}}, {"period", {"9d"}}, {"gap", {"0"}}, {"level", {"0.5"}}}}},
      {"conformance",
       {{{"step", {visit, help, purchase}}},
        {{"step", {visit, help, purchase}}, {"show", {"steps"}}, {"gap", {"5d"}}, {"repeats", {"count"}}},
        {{"step", {visit, purchase}}, {"show", {"added"}}, {"node", {"channel"}}, {"session_end", {purchase}}},
        {{"step", {visit, help, purchase}}, {"show", {"fitness"}}, {"events", {"planned"}}}}},
      {"consideration",
       {{},
        {{"show", {"set"}}, {"node", {"channel"}}, {"discarded", {help}}},
        {{"show", {"products"}}, {"node", {"touchpoint"}}, {"discarded", {"channel = \"call\""}}, {"top", {"2"}}},
        {{"considered", {visit}}, {"outcome", {purchase}}}}},
      {"drop_outs",
       {{},
        {{"show", {"after_what"}}, {"after", {"5d"}}, {"goal", {purchase}}},
        {{"show", {"stages"}}, {"after", {"10d"}}}}},
      {"early_experience",
       {{},
        {{"first", {"10d"}}, {"within", {"50d"}}, {"decide", {"worst"}}, {"kind", {"ces"}}},
        {{"good", {visit}}, {"poor", {help}}, {"decide", {"last"}}, {"retained", {purchase}}}}},
      {"lifecycle", {{{"every", {"week"}}, {"activity", {visit}}}}},
      {"loyalists",
       {{{"advocacy", {help}}},
        {{"show", {"advocacy"}}, {"every", {"month"}}, {"advocacy", {visit}}},
        {{"show", {"progression"}}, {"advocacy", {"channel = \"call\""}}},
        {{"loyal", {visit}}, {"advocacy", {help}}, {"in_market", {"stage = \"buy\""}}}}},
      {"moments_of_truth",
       {{},
        {{"outcome", {"next_stage"}}, {"within", {"20d"}}, {"stratify", {"properties.plan"}}},
        {{"outcome", {"repeat_purchase"}}, {"kind", {"nps"}}, {"positive", {"4"}}, {"negative", {"2"}}},
        {{"outcome_filter", {help}}, {"good", {visit}}, {"poor", {purchase}}, {"node", {"channel"}}, {"rate", {"1"}}}}},
      {"observers",
       {{{"exposed", {visit}}, {"replied", {help}}, {"node", {"channel"}}},
        {{"exposed", {visit}},
         {"replied", {help}},
         {"within", {"20d"}},
         {"observers", {"everyone"}},
         {"node", {"stage"}}}}},
      {"paths",
       {{{"gap", {"5d"}}, {"top", {"2"}}, {"steps", {"3"}}},
        {},
        {{"direction", {"before"}}, {"anchor", {purchase}}, {"top", {"1"}}, {"collapse", {"no"}}},
        {{"start", {visit}}, {"end", {purchase}}, {"session_start", {help}}, {"top", {"1"}}},
        {{"direction", {"before"}}, {"longest", {"10d"}}, {"node", {"properties.plan"}}}}},
      {"process_map",
       {{},
        {{"gap", {"5d"}}, {"min_share", {"10"}}},
        {{"node", {"channel"}}, {"times", {"no"}}, {"min_customers", {"3"}}},
        {{"node", {"stage"}}, {"longest", {"10d"}}, {"session_start", {visit}}}}},
      {"referrals",
       {{{"referrer", {"channel"}}, {"currency", {"EUR"}}},
        {{"referrer", {"channel"}}, {"show", {"chains"}}, {"top", {"2"}}, {"referral", {visit}}},
        {{"referrer", {"properties.plan"}}, {"referred", {"channel"}}, {"show", {"depth"}}}}},
      {"retention",
       {{{"every", {"week"}}},
        {{"show", {"curve"}}, {"every", {"week"}}},
        {{"cohort", {"recurring"}}, {"count", {"on_or_after"}}, {"start", {visit}}, {"return", {purchase}}},
        {{"cohort", {"recurring"}}, {"show", {"curve"}}, {"every", {"day"}}, {"clock", {"rolling"}}},
        {{"clock", {"rolling"}}, {"every", {"month"}}, {"intervals", {"70"}}}}},
      {"sessions",
       {{{"gap", {"2d"}}},
        {{"show", {"entry"}}, {"gap", {"5d"}}, {"session_end", {purchase}}},
        {{"show", {"exit"}}, {"longest", {"10d"}}, {"session_start", {help}}, {"node", {"stage"}}},
        {{"show", {"lengths"}}, {"gap", {"5d"}}, {"bounce_events", {"2"}}}}},
      {"stage_conversion",
       {{},
        {{"measured", {"before"}}, {"kind", {"nps"}}, {"best_from", {"4"}}, {"worst_to", {"2"}}},
        {{"measured", {"any"}}, {"within", {"20d"}}, {"kind", {"ces"}}}}},
      {"stages",
       {{},
        {{"show", {"dwell"}}},
        {{"show", {"dwell"}}, {"at", {"12h", "3d", "40d"}}},
        {{"show", {"moves"}}},
        {{"show", {"occupancy"}}},
        {{"show", {"occupancy"}}, {"every", {"week"}}}}},
      {"stalled", {{}, {{"after", {"9d"}}, {"goal", {purchase}}, {"since", {"50d"}}}}},
      {"stickiness", {{{"activity", {visit}}}, {{"show", {"summary"}}, {"every", {"week"}}}}},
      {"funnel",
       {{{"step", {visit, help, purchase}}},
        {{"step", {visit, help + " or channel = \"web\"", purchase}}, {"within", {"20d"}}, {"show", {"times"}}},
        {{"step", {visit, visit, purchase}}, {"order", {"strict"}}, {"among", {help}}, {"no_repeats", {"true"}}},
        {{"step", {visit, help, purchase}}, {"order", {"any"}}, {"within", {"9d"}}, {"counting", {"attempts"}}},
        {{"step", {visit, purchase}}, {"grace", {"1d"}}, {"step_within", {"8d"}}, {"show", {"after"}}},
        {{"step", {visit, help, purchase}},
         {"exclude", {"touchpoint = \"delivery\"", "channel = \"call\""}},
         {"exclude_between", {"1-2", "anywhere"}},
         {"counting", {"attempts"}},
         {"show", {"between"}}},
        {{"step", {visit, purchase}}, {"exclude", {help}}, {"exclude_scope", {"customer"}}, {"hold", {"channel"}}},
        {{"step", {visit, help, purchase}}, {"counting", {"sessions"}}, {"gap", {"9d"}}, {"touch", {"last"}}},
        {{"step", {visit, purchase}}, {"touch", {"all"}}, {"strictly_later", {"true"}}, {"attempt", {"first"}}}}},
      {"switching", {{{"signal", {help}}, {"node", {"properties.plan"}}}, {{"during", {"any"}}, {"signal", {visit}}}}},
      {"variants",
       {{{"gap", {"5d"}}, {"top", {"3"}}},
        {},
        {{"collapse", {"yes"}}, {"steps", {"3"}}, {"top", {"2"}}},
        {{"start", {visit}}, {"end", {purchase}}, {"gap", {"20d"}}, {"node", {"stage"}}}}},
      {"weakest_link", {{}, {{"kind", {"nps"}}, {"least", {"5"}}}}},
  };
  const auto found = all.find(measure);
  return found == all.end() ? std::vector<Parameters>{} : found->second;
}

}  // namespace sojourn
