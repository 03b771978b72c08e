// The surveys that there are, and the key that signs their links: documents of the record, kinds "survey" and "secret".
//
// Threads   any number; look-ups do not wait for changes on disk.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.h"
#include "surveys/answers.h"
#include "surveys/link_token.h"
#include "surveys/survey.h"

namespace sojourn {

inline constexpr size_t kSurveysMax = 1000;

class SurveyBook {
 public:
  // `store` is borrowed. Errors: kCorruption, which names the survey whose document cannot be read.
  static Result<std::unique_ptr<SurveyBook>> open(Store& store);

  std::vector<std::shared_ptr<const Survey>> list() const;
  // Errors: kNotFound, with near names.
  Result<std::shared_ptr<const Survey>> find(std::string_view name) const;
  // Makes or replaces. Errors: kLimit.
  Status put(const Survey& survey);
  // Its answers stay. Errors: kNotFound.
  Status remove(std::string_view name);

  // 32 random bytes, made when they are first asked for, and kept.
  Result<std::string> link_key();
  // A link to a survey that there is. What the claims leave out is made up: an invitation, the time.
  // Errors: kNotFound, kInvalidArgument (`who` that names nobody; an unknown language).
  struct Link {
    LinkClaims claims;
    std::string token;
  };
  Result<Link> make_link(LinkClaims claims);

 private:
  explicit SurveyBook(Store& store) : store_(store) {}
  void show(std::shared_ptr<const Survey> survey);

  Store& store_;
  std::mutex changing_;  // One change at a time; held while the disk is at it.
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::shared_ptr<const Survey>, std::less<>> surveys_;
  std::string link_key_;
};

// What was answered so far in one response.
struct FormerResponse {
  std::optional<Micros> first;      // When; none: nothing yet.
  SentAnswers answers;              // As they would be sent again.
  std::set<std::string> questions;  // The parts (answer_parts) that have an event, withdrawn ones too.
  // What its answers said beside, as ResponseFacts has it.
  std::vector<Identifier> who;
  std::string about, invitation, language, medium;

  bool locked(Micros now) const { return first && now - *first > kAnswerOpenFor; }
};

// Looks through the events of that customer from `since` on. Errors: those of the store.
Result<FormerResponse> find_former(Store& store, const Survey& survey, const Identifier& who,
                                   const std::string& response, Micros since);

}  // namespace sojourn
