//! `url.resolve`: where a reference leads that stands in what an old URL names.

use super::legacy::{Parts, filled, is_hostless, is_slashed};

impl Parts {
    /// What `relative` means in `self`.
    pub(super) fn resolve(&self, mut relative: Parts) -> Parts {
        let mut result = self.clone();
        result.hash.clone_from(&relative.hash);
        if relative.href.as_deref() == Some("") {
            return result.finished();
        }
        if relative.slashes == Some(true) && relative.protocol.is_none() {
            let mut result = Parts {
                protocol: result.protocol,
                ..relative
            };
            let has_name = filled(result.hostname.as_deref()).is_some();
            if is_slashed(result.protocol.as_deref())
                && has_name
                && filled(result.pathname.as_deref()).is_none()
            {
                result.pathname = Some("/".to_owned());
                result.path = Some("/".to_owned());
            }
            return result.finished();
        }
        if relative.protocol.is_some() && relative.protocol != result.protocol {
            return result.of_another_protocol(relative);
        }
        result.walk(&mut relative)
    }

    fn finished(mut self) -> Parts {
        self.href = Some(self.format(self.query.as_deref()));
        self
    }

    /// A reference with a protocol of its own stands for itself.
    fn of_another_protocol(mut self, mut relative: Parts) -> Parts {
        let protocol = relative.protocol.clone();
        let protocol = protocol.as_deref();
        if !is_slashed(protocol) {
            return relative.finished();
        }
        let is_file = matches!(protocol, Some("file" | "file:"));
        self.pathname = relative.pathname.clone();
        if filled(relative.host.as_deref()).is_none() && !is_file && !is_hostless(protocol) {
            // The first part of the path that is there is the host.
            let pathname = relative.pathname.take().unwrap_or_default();
            let mut parts = pathname.split('/').skip_while(|part| part.is_empty());
            relative.host = Some(parts.next().unwrap_or_default().to_owned());
            relative.hostname.get_or_insert_default();
            let rest: Vec<&str> = parts.collect();
            let path = rest.join("/");
            let slash = if path.starts_with('/') { "" } else { "/" };
            self.pathname = Some(slash.to_owned() + &path);
        }
        let host = relative.host.clone().unwrap_or_default();
        let name = filled(relative.hostname.as_deref()).map(str::to_owned);
        let mut result = Parts {
            protocol: relative.protocol,
            hostname: name.or(relative.host),
            host: Some(host),
            search: relative.search,
            query: relative.query,
            auth: relative.auth,
            port: relative.port,
            slashes: self.slashes.filter(|slashes| *slashes).or(relative.slashes),
            ..self
        };
        result.set_path();
        result.finished()
    }

    /// A reference without a protocol, or with the same.
    fn walk(mut self, relative: &mut Parts) -> Parts {
        let is_rooted =
            |path: &Option<String>| path.as_deref().is_some_and(|path| path.starts_with('/'));
        let has = |text: &Option<String>| filled(text.as_deref()).is_some();
        let split = |path: &Option<String>| -> Vec<String> {
            let parts = path
                .as_deref()
                .map(|path| path.split('/').map(str::to_owned));
            parts.into_iter().flatten().collect()
        };
        let is_absolute = has(&relative.host) || is_rooted(&relative.pathname);
        let mut must_be_absolute = is_absolute
            || is_rooted(&self.pathname)
            || (has(&self.host) && has(&relative.pathname));
        let keeps_no_dots = must_be_absolute;
        let mut path = split(&self.pathname);
        let mut way = split(&relative.pathname);
        let has_no_slashes = has(&self.protocol) && !is_slashed(self.protocol.as_deref());
        if has_no_slashes {
            // The host is the first part of the path then; it becomes the host again in the end.
            self.hostname = Some(String::new());
            self.port = None;
            put_first(&mut path, self.host.replace(String::new()));
            if has(&relative.protocol) {
                self.auth = None;
                relative.hostname = None;
                relative.port = None;
                put_first(&mut way, relative.host.take());
            }
            let starts_empty = |parts: &[String]| parts.first().is_some_and(String::is_empty);
            must_be_absolute = must_be_absolute && (starts_empty(&way) || starts_empty(&path));
        }
        if is_absolute {
            if relative.host.is_some() {
                if self.host != relative.host {
                    self.auth = None;
                }
                self.host.clone_from(&relative.host);
                self.port.clone_from(&relative.port);
            }
            if relative.hostname.is_some() {
                if self.hostname != relative.hostname {
                    self.auth = None;
                }
                self.hostname.clone_from(&relative.hostname);
            }
            self.search.clone_from(&relative.search);
            self.query.clone_from(&relative.query);
            path = way;
        } else if !way.is_empty() {
            path.pop();
            path.append(&mut way);
            self.search.clone_from(&relative.search);
            self.query.clone_from(&relative.query);
        } else if relative.search.is_some() {
            if has_no_slashes {
                let first = (!path.is_empty()).then(|| path.remove(0));
                self.set_host(first);
            }
            self.search.clone_from(&relative.search);
            self.query.clone_from(&relative.query);
            self.set_whole_path();
            return self.finished();
        }
        if path.is_empty() {
            self.pathname = None;
            let search = filled(self.search.as_deref());
            self.path = search.map(|search| format!("/{search}"));
            return self.finished();
        }
        let last = path.last().map(String::as_str).unwrap_or_default();
        let is_deep = has(&self.host) || has(&relative.host) || path.len() > 1;
        let ends_in_slash = last.is_empty() || (is_deep && matches!(last, "." | ".."));
        let up = collapse(&mut path);
        if !must_be_absolute && !keeps_no_dots {
            path.splice(0..0, std::iter::repeat_n("..".to_owned(), up));
        }
        let is_from_root = |path: &[String]| {
            path.first()
                .is_some_and(|part| part.is_empty() || part.starts_with('/'))
        };
        if must_be_absolute && !is_from_root(&path) {
            path.insert(0, String::new());
        }
        if ends_in_slash && !path.join("/").ends_with('/') {
            path.push(String::new());
        }
        let is_from_root = is_from_root(&path);
        if has_no_slashes {
            let first = match is_from_root || path.is_empty() {
                true => String::new(),
                false => path.remove(0),
            };
            self.set_host(Some(first));
        }
        must_be_absolute = must_be_absolute || (has(&self.host) && !path.is_empty());
        if must_be_absolute && !is_from_root {
            path.insert(0, String::new());
        }
        if path.is_empty() {
            self.pathname = None;
            self.path = None;
        } else {
            self.pathname = Some(path.join("/"));
        }
        self.set_whole_path();
        if has(&relative.auth) {
            self.auth.clone_from(&relative.auth);
        }
        if self.slashes != Some(true) {
            self.slashes = relative.slashes;
        }
        self.finished()
    }

    fn set_whole_path(&mut self) {
        if self.pathname.is_some() || self.search.is_some() {
            let path = self.pathname.clone().unwrap_or_default();
            self.path = Some(path + self.search.as_deref().unwrap_or_default());
        }
    }

    /// Makes a part of the path the host, in which somebody may be named.
    fn set_host(&mut self, part: Option<String>) {
        let named = part.as_deref().and_then(|part| part.split_once('@'));
        let named = named.filter(|(user, _)| !user.is_empty());
        if let Some((user, host)) = named {
            self.auth = Some(user.to_owned());
            let host = host.split('@').next().unwrap_or_default();
            self.host = Some(host.to_owned());
        } else {
            self.host = part;
        }
        self.hostname.clone_from(&self.host);
    }
}

/// Puts a host before a path, where there is one.
fn put_first(path: &mut Vec<String>, host: Option<String>) {
    let Some(host) = host.filter(|host| !host.is_empty()) else {
        return;
    };
    match path.first_mut() {
        Some(first) if first.is_empty() => *first = host,
        _ => path.insert(0, host),
    }
}

/// Resolves `.` and `..`; how many of the latter are left.
fn collapse(path: &mut Vec<String>) -> usize {
    let mut up = 0;
    for index in (0..path.len()).rev() {
        match &*path[index] {
            "." => {}
            ".." => up += 1,
            _ if up > 0 => up -= 1,
            _ => continue,
        }
        path.remove(index);
    }
    up
}
