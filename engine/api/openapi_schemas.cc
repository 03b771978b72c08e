#include "api/openapi_schemas.h"

#include "api/openapi.h"

namespace sojourn {

Json reply_schemas() {
  Json schemas = Json::object();
  for (const auto& part :
       {question_schemas(), record_schemas(), intake_schemas(), import_schemas(), survey_schemas(), access_schemas(),
        board_schemas(), inbox_schemas(), voice_schemas(), alert_schemas(), compare_schemas()}) {
    for (const std::string_view text : part) schemas.update(Json::parse(text));
  }
  return schemas;
}

}  // namespace sojourn
