// An item of feedback as people read it: what was answered and written, by whom, and what has become of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "event/fields.h"
#include "inbox/feedback_state.h"
#include "store/store.h"

namespace sojourn {

// One event of it.
struct FeedbackAnswer {
  int64_t sequence = 0;
  std::string event_id;
  std::string source, channel, touchpoint, kind, question, text, language, agent;
  std::optional<double> answer;
  std::optional<Scale> scale;
  std::string survey;  // Of the properties, as well as what follows.
  std::string choice;
};

// The answer that says most: nps before csat, ces, stars, and others.
struct FeedbackScore {
  std::string kind;
  double value = 0;
  std::optional<Scale> scale;
  std::string_view group;  // "detractor", "passive", "promoter"; "negative", "neutral", "positive"; "" : not known.
};

struct FeedbackCase {
  Micros opened = 0;
  Micros due = 0;
  bool overdue = false;
  std::optional<Micros> escalated;
};

struct FeedbackItem {
  int64_t id = 0;
  Micros time = 0;
  Store::Customer customer;  // Number 0: nobody is known.
  std::vector<FeedbackAnswer> answers;
  FeedbackState state;
  std::string assignee;  // As it stands: of a case also whom the settings say.
  std::optional<FeedbackCase> open_case;

  // The first of its answers that has one.
  std::string_view first(std::string FeedbackAnswer::*member) const;
  std::string text() const;  // All that was written, a blank line between.
  std::optional<FeedbackScore> score() const;
};

// Of nps by the points from the upper end of the scale (two: promoters, two: passives); of csat, ces, stars and the like
// by where the answer stands between the ends: the upper two fifths are positive, the lower two negative.
std::string_view score_group(std::string_view kind, double value, const std::optional<Scale>& scale);

}  // namespace sojourn
