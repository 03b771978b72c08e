// Surveys that somebody is at work on: checked, shown as they would be, and forgotten; the record never sees them.
//
// Holds     the newest kDraftsMost, in memory. A page of an older one is gone (404).
// Threads   any number.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "surveys/survey.h"

namespace sojourn {

inline constexpr size_t kDraftsMost = 64;

class SurveyDrafts {
 public:
  // The draft's id: chance, which nobody guesses.
  Result<std::string> keep(Survey survey);
  // Errors: kNotFound.
  Result<std::shared_ptr<const Survey>> find(std::string_view id) const;

 private:
  struct Draft {
    std::string id;
    std::shared_ptr<const Survey> survey;
  };
  mutable std::mutex mutex_;
  std::deque<Draft> drafts_;  // The oldest first.
};

}  // namespace sojourn
