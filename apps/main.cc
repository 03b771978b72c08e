// The one program: joins the terminal with the sockets and the pages of the server.
#include "api/server.h"
#include "api/web_assets.h"
#include "cli/cli.h"

int main(int argc, char** argv) {
  const sojourn::Serve serve = [](const sojourn::ServeWords& words, sojourn::Workplace& place,
                                  const std::function<void(const std::string&)>& ready) {
    sojourn::ServerOptions options;
    options.bind = words.bind;
    options.port = words.port;
    options.admin_key = words.admin_key;
    options.threads = words.threads;
    options.folder = place.folder;
    options.assets = sojourn::web_assets();
    options.ready = ready;
    return sojourn::serve(options, *place.store, *place.timelines, *place.asker);
  };
  return sojourn::run_cli(argc, argv, serve);
}
