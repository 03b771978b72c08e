#include <nlohmann/json.hpp>

#include "simulate/company.h"

namespace sojourn {

CompanyTruth company_truth() { return {}; }

std::string company_truth_json(const CompanyOptions& options) {
  const CompanyTruth truth = company_truth();
  nlohmann::ordered_json json;
  json["customers"] = options.customers;
  json["seed"] = options.seed;
  json["end"] = format_time(options.end);
  json["broken_step"] = {{"touchpoint", "checkout"},
                         {"channel", "app"},
                         {"from", format_time(truth.broken_from)},
                         {"checkout_to_purchase", truth.checkout_to_purchase},
                         {"checkout_to_purchase_broken", truth.checkout_to_purchase_broken}};
  json["churn_driver"] = {{"what", "the first matter was not resolved"},
                          {"repeat_if_resolved", truth.repeat_if_resolved},
                          {"repeat_if_unresolved", truth.repeat_if_unresolved}};
  json["late_delivery"] = {{"late_share", truth.late_share},
                           {"satisfied_on_time", truth.satisfied_on_time},
                           {"satisfied_late", truth.satisfied_late}};
  json["late_complaints"] = {{"what", "before that day most people bore late deliveries without a word"},
                             {"from", format_time(truth.late_complaints_from)},
                             {"comments_before", truth.late_comments_before}};
  json["self_service"] = {{"channels", {"sms", "ivr"}},
                          {"solved", truth.self_solved},
                          {"handed_over", truth.self_handed_over},
                          {"left", truth.self_left}};
  json["calls"] = {{"what", "calls that resolve the matter end in a better tone than they begin, the others do not"}};
  json["wishes"] = {"delivery in the evening", "payment in instalments", "a wish list to share", "a dark mode"};
  return json.dump(2);
}

}  // namespace sojourn
