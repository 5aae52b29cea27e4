//! The socket: its owner, who may connect, and what happens to one that already exists.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;

use super::*;

#[test]
fn the_socket_is_for_its_owner_and_goes_with_the_server() {
    run(async || {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run").join("unbend.sock");
        let server = Server::bind(&path).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        drop(server);
        assert!(!path.exists());
        Server::bind(&path).unwrap();
    });
}

#[test]
fn a_live_socket_is_left_alone_and_a_stale_one_taken_over() {
    run(async || {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("unbend.sock");
        let is_running = |path| matches!(Server::bind(path), Err(BindProblem::AlreadyRunning));
        let first = Server::bind(&path).unwrap();
        assert!(is_running(&path));
        drop(first);

        let listening_without_lock = UnixListener::bind(&path).unwrap();
        assert!(is_running(&path));
        assert!(path.exists());
        drop(listening_without_lock);

        assert!(path.exists(), "left behind by a daemon that died");
        Server::bind(&path).unwrap();

        fs::write(&path, "a diary").unwrap();
        let problem = Server::bind(&path).unwrap_err().to_string();
        assert!(problem.contains("in the way"), "{problem}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "a diary");

        let under_a_file = path.join("unbend.sock");
        let problem = Server::bind(&under_a_file).unwrap_err();
        assert!(matches!(problem, BindProblem::System { .. }), "{problem}");
    });
}

#[test]
fn of_daemons_that_start_at_once_one_wins() {
    run(async || {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("unbend.sock");
        for _ in 0..20 {
            drop(UnixListener::bind(&path).unwrap());
            let starts: Vec<_> = (0..8)
                .map(|_| {
                    let path = path.clone();
                    spawn_blocking(move || Server::bind(&path).ok())
                })
                .collect();
            let mut servers = Vec::new();
            for start in starts {
                servers.extend(start.await.unwrap());
            }
            assert_eq!(servers.len(), 1);
            assert!(UnixStream::connect(&path).await.is_ok());
            drop(servers);
            let _ = fs::remove_file(&path);
        }
    });
}

/// Run as another user by the test below.
#[test]
#[ignore = "a part of peers_of_other_users_are_not_served"]
fn connect_as_told() {
    let path = std::env::args().next_back().unwrap();
    let said = match std::os::unix::net::UnixStream::connect(path) {
        Ok(mut stream) => {
            let mut said = String::new();
            std::io::Read::read_to_string(&mut stream, &mut said).map(|_| said)
        }
        Err(problem) => Err(problem),
    };
    println!("heard {said:?}");
}

#[test]
fn peers_of_other_users_are_not_served() {
    use std::os::unix::process::CommandExt;
    if !rustix::process::geteuid().is_root() {
        eprintln!("only root can be another user: not tried");
        return;
    }
    run(async || {
        let bench = Bench::start();
        // Even if the file modes would let them in.
        fs::set_permissions(&bench.path, PermissionsExt::from_mode(0o666)).unwrap();
        for folder in bench.path.ancestors().skip(1).take(2) {
            fs::set_permissions(folder, PermissionsExt::from_mode(0o755)).unwrap();
        }
        let program = bench._folder.path().join("peer");
        fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
        let mut heard = Vec::new();
        for user in [0, 65534] {
            let mut command = std::process::Command::new(&program);
            command
                .args(["--ignored", "--nocapture", "--exact"])
                .arg("ipc::server::tests::socket::connect_as_told")
                .arg("--skip")
                .arg(&bench.path)
                .current_dir("/")
                .uid(user);
            let output = spawn_blocking(move || {
                let mut child = command
                    .stdout(std::process::Stdio::piped())
                    .spawn()
                    .unwrap();
                // The client being served keeps waiting: end it once it has had time to read the greeting.
                let deadline = std::process::Command::new("sleep").arg("0.5").status();
                assert!(deadline.unwrap().success());
                let _ = child.kill();
                child.wait_with_output().unwrap()
            });
            heard.push(String::from_utf8_lossy(&output.await.unwrap().stdout).into_owned());
        }
        assert!(heard[1].contains("heard Ok(\"\")"), "{heard:?}");
        assert!(
            !heard[0].contains("heard"),
            "the same user is served: {heard:?}"
        );
    });
}
