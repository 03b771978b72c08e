// What a survey of SurveyMonkey asks, by ids: its details (GET /v3/surveys/{id}/details).
#pragma once

#include <map>
#include <optional>
#include <string>

#include "formats/json_fields.h"

namespace sojourn::surveymonkey {

struct Choice {
  std::string text;
  std::optional<double> weight;
  size_t place = 0;
  bool not_applicable = false;
};

struct Question {
  std::string title;
  std::string family;
  std::string subtype;
  std::map<std::string, Choice> choices;
  std::map<std::string, std::string> rows;
  std::map<std::string, std::string> row_types;  // "email" ... of demographic questions.
  bool stars = false;
  bool nps = false;
};

class Details {
 public:
  void learn(const Json& survey);
  const Question* find(const std::string& id) const {
    const auto found = questions_.find(id);
    return found == questions_.end() ? nullptr : &found->second;
  }
  std::string title(const std::string& survey) const {
    const auto found = titles_.find(survey);
    return found == titles_.end() ? std::string() : found->second;
  }

 private:
  void learn_question(const Json& json);

  std::map<std::string, Question> questions_;
  std::map<std::string, std::string> titles_;
};

}  // namespace sojourn::surveymonkey
