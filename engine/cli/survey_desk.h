// Surveys, asked over the API (api_desk.h).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "cli/api_desk.h"
#include "surveys/survey_book.h"

namespace sojourn {

class SurveyDesk {
 public:
  // `create`: make the folder when it is missing. Errors: those of open_api_desk().
  static Result<SurveyDesk> open(const std::string& folder, bool create);

  Result<std::vector<Survey>> list();
  Result<Survey> find(const std::string& name);
  Status put(const Survey& survey);
  Status remove(const std::string& name);
  struct Link {
    std::string response;
    std::string token;
  };
  // `valid`: how long from now, "30d".
  Result<Link> make_link(const LinkClaims& claims, const std::string& valid);
  // Under which address customers reach the server: the base_url of the mail settings, else that of the server which
  // is asked, else where one listens unless told otherwise.
  std::string base();

 private:
  explicit SurveyDesk(std::unique_ptr<ApiDesk> api) : api_(std::move(api)) {}

  std::unique_ptr<ApiDesk> api_;
};

}  // namespace sojourn
