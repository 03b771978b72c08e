#include "measure/session_cut.h"

#include "kernels/pairs.h"
#include "kernels/times.h"

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

uint32_t* SessionCut::write_further_begins(const Block& block, uint32_t begin, uint32_t end,
                                           const SessionScratch& scratch, uint32_t* out) const {
  Micros began = block.times[begin];
  for (uint32_t i = begin + 1; i < end; ++i) {
    const Micros time = block.times[i];
    const bool begins = time - block.times[i - 1] > gap_ || time - began > longest_ ||
                        (start_ != nullptr && scratch.starts.test(i)) || (end_ != nullptr && scratch.ends.test(i - 1));
    if (!begins) continue;
    *out++ = i;
    began = time;
  }
  return out;
}

void SessionCut::mark_begins(const Block& block, const SessionScratch& scratch, EventBits& begins) const {
  begins.reset(block.event_count(), false);
  uint64_t* words = begins.words().data();
  if (cuts() && only_gap()) {
    match_gaps(block.times.data(), block.event_count(), gap_, words);
  } else if (cuts()) {
    std::vector<uint32_t> found(block.event_count() + 1);
    for (size_t customer = 0; customer < block.customers.size(); ++customer) {
      const uint32_t* end =
          write_begins(block, block.begins[customer], block.begins[customer + 1], scratch, found.data());
      set_positions({found.data(), static_cast<size_t>(end - found.data())}, words);
    }
  }
  set_positions(block.begins.first(block.customers.size()), words);
}

}  // namespace sojourn
