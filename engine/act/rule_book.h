// The rules that there are: documents of the record, kind "rule".
//
// Threads   any number; look-ups do not wait for changes on disk.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "act/rule.h"
#include "store/store.h"
#include "surveys/survey_book.h"

namespace sojourn {

inline constexpr size_t kRulesMax = 200;

class RuleBook {
 public:
  // Both are borrowed. Errors: kCorruption, which names the rule whose document cannot be read.
  static Result<std::unique_ptr<RuleBook>> open(Store& store, const SurveyBook& surveys);

  std::vector<InvitationRule> list() const;
  // Errors: kNotFound, with near names.
  Result<InvitationRule> find(std::string_view name) const;
  // Makes or replaces. Errors: kInvalidArgument when the survey is not there, or is not fit for the way; kLimit.
  Status put(const InvitationRule& rule);
  Status set_enabled(std::string_view name, bool enabled);
  // Errors: kNotFound.
  Status remove(std::string_view name);

  // The checks of put() that need the surveys.
  Status check(const InvitationRule& rule) const;

 private:
  RuleBook(Store& store, const SurveyBook& surveys) : store_(store), surveys_(surveys) {}
  Status keep(const InvitationRule& rule);  // REQUIRES: changing_ is held.

  Store& store_;
  const SurveyBook& surveys_;
  std::mutex changing_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, InvitationRule, std::less<>> rules_;
};

}  // namespace sojourn
