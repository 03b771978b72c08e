// A made-up company: an online and high-street shop with its web, app, mail, SMS, social, chatbot, calls, stores,
// deliveries and surveys, in five languages. Everything is invented; the same seed gives the same company, and the
// first N customers are the same whatever the size.
//
// Planted   Truths that the measures must find again (tests/..., samples/README.md):
//   1. a broken step: from `broken_from` on, the checkout of the app loses far more people than that of the web;
//   2. a churn driver: customers whose first matter was not resolved come back to buy far less often;
//   3. a late-delivery effect: deliveries after the promised time bring far lower satisfaction;
//   4. a topic that grows: comments on late deliveries rise on late_complaints_from, and those who write them score low;
//   5. a mood that turns: calls that resolve the matter end in a better tone than they begin, the others do not;
//   6. self-service by SMS and phone menu: 64 % solved, 22 % handed over, 14 % left;
//   7. four wishes in many words each, the commonest is delivery in the evening.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace sojourn {

struct CompanyOptions {
  int64_t customers = 20'000;
  uint64_t seed = 1;
  Micros end = 1'793'491'200 * kSecond;  // 2026-11-01T00:00:00Z: nothing happens later.
};

// What was planted, as rates.
struct CompanyTruth {
  Micros broken_from = 1'780'272'000 * kSecond;  // 2026-06-01T00:00:00Z
  double checkout_to_purchase = 0.78;            // Everywhere but in the broken app.
  double checkout_to_purchase_broken = 0.40;     // In the app from broken_from on.
  double repeat_if_resolved = 0.62;              // Buys again after a matter that was resolved, or none at all.
  double repeat_if_unresolved = 0.28;
  double late_share = 0.18;         // Of deliveries.
  double satisfied_on_time = 0.86;  // CSAT 4 or 5 after a delivery on time.
  double satisfied_late = 0.41;
  Micros late_complaints_from = 1'782'864'000 * kSecond;  // 2026-07-01T00:00:00Z
  double late_comments_before = 0.3;                      // Of those that were written from then on.
  double self_solved = 0.64;
  double self_handed_over = 0.22;
  double self_left = 0.14;
};

struct CompanyCounts {
  int64_t customers = 0;
  int64_t events = 0;
};

// Calls `line` with one JSON object an event, customer by customer. `line` returns false to stop.
CompanyCounts simulate_company(const CompanyOptions& options, const std::function<bool(std::string_view)>& line,
                               const std::function<void(int64_t customers_done)>& progress = {});

CompanyTruth company_truth();
std::string company_truth_json(const CompanyOptions& options);

}  // namespace sojourn
