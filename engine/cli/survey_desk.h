// Where surveys are kept: in the data folder, or over HTTP at the server that holds it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "surveys/survey_book.h"

namespace sojourn {

class SurveyDesk {
 public:
  virtual ~SurveyDesk() = default;
  virtual Result<std::vector<Survey>> list() = 0;
  virtual Result<Survey> find(const std::string& name) = 0;
  virtual Status put(const Survey& survey) = 0;
  virtual Status remove(const std::string& name) = 0;
  struct Link {
    std::string response;
    std::string token;
  };
  // `valid`: how long from now, "30d".
  virtual Result<Link> make_link(const LinkClaims& claims, const std::string& valid) = 0;
  // Under which address customers reach the server: the base_url of the mail settings, else that of the server which
  // is asked, else where one listens unless told otherwise.
  virtual std::string base() = 0;
};

// `create`: make the folder when it is missing. Errors: those of Store::open, but for a server that can be asked.
Result<std::unique_ptr<SurveyDesk>> open_survey_desk(const std::string& folder, bool create);

}  // namespace sojourn
