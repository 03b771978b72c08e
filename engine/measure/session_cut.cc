#include "measure/session_cut.h"

namespace sojourn {

std::vector<ParameterInfo> SessionCut::parameters(const std::string& gap) {
  ParameterInfo pause;
  pause.name = "gap";
  pause.type = ParameterType::kDuration;
  pause.default_value = gap;
  pause.about = "A pause longer than this begins a new session" +
                std::string(gap.empty() ? "; without it a life is not cut by pauses." : ".");
  ParameterInfo longest;
  longest.name = "longest";
  longest.type = ParameterType::kDuration;
  longest.about = "A session takes in no event later than this after its first one; the next begins a new session.";
  ParameterInfo start;
  start.name = "session_start";
  start.type = ParameterType::kFilter;
  start.about = "An event that passes this filter begins a new session, however short the pause.";
  ParameterInfo end;
  end.name = "session_end";
  end.type = ParameterType::kFilter;
  end.about = "An event that passes this filter is the last of its session.";
  return {pause, longest, start, end};
}

Result<SessionCut> SessionCut::bind(BindContext& context) {
  SessionCut cut;
  if (context.given("gap")) cut.gap_ = context.duration("gap");
  if (context.given("longest")) cut.longest_ = context.duration("longest");
  if (context.given("session_start")) {
    SOJOURN_TRY(cut.start_, context.filter(context.text("session_start"), "session_start"));
  }
  if (context.given("session_end")) {
    SOJOURN_TRY(cut.end_, context.filter(context.text("session_end"), "session_end"));
  }
  return cut;
}

void SessionCut::prepare(const Block& block, SessionScratch& scratch) const {
  if (start_ != nullptr) start_->select(block, scratch.starts);
  if (end_ != nullptr) end_->select(block, scratch.ends);
}

}  // namespace sojourn
