# shellcheck shell=bash
# Debian packages of the virtual desktop and of the tests. Sourced by the scripts beside it.

# Each line: a package, and a command or a file pattern that shows it is there.
packages() {
    cat <<'LIST'
xvfb                Xvfb
pulseaudio          pulseaudio
pulseaudio-utils    parec
xfwm4               xfwm4
xfce4-panel         xfce4-panel
xfce4-notifyd       /usr/share/dbus-1/services/org.xfce.xfce4-notifyd.Notifications.service
xfce4-settings      xfsettingsd
xfconf              /usr/share/dbus-1/services/org.xfce.Xfconf.service
dbus-daemon         dbus-daemon
at-spi2-core        /usr/share/dbus-1/services/org.a11y.Bus.service
libglib2.0-bin      gdbus
x11-utils           xprop
imagemagick         import
arc-theme           /usr/share/themes/Arc/index.theme
adwaita-icon-theme  /usr/share/icons/Adwaita/index.theme
librsvg2-common     /usr/lib/*/gdk-pixbuf-2.0/*/loaders/libpixbufloader-svg.so
fonts-cantarell     /usr/share/fonts/opentype/cantarell
libgl1              /usr/lib/*/libGL.so.1
libgl1-mesa-dri     /usr/lib/*/dri/swrast_dri.so
libx11-xcb1         /usr/lib/*/libX11-xcb.so.1
libxcursor1         /usr/lib/*/libXcursor.so.1
libxi6              /usr/lib/*/libXi.so.6
libxkbcommon-x11-0  /usr/lib/*/libxkbcommon-x11.so.0
LIST
}

# The same for what only the tests need: compositors, sound servers and settings of other desktops.
test_packages() {
    cat <<'LIST'
kwin-wayland        kwin_wayland
sway                sway
foot                foot
mutter              mutter
pulseaudio          pulseaudio
pulseaudio-utils    parec
speech-dispatcher   speech-dispatcher
speech-dispatcher-espeak-ng       /usr/lib/speech-dispatcher-modules/sd_espeak-ng
speech-dispatcher-audio-plugins   /usr/lib/*/speech-dispatcher/spd_pulse.so
pipewire            pipewire
pipewire-pulse      pipewire-pulse
wireplumber         wireplumber
dunst               dunst
fontconfig          fc-match
fonts-dejavu-core   /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
dconf-cli           dconf
dconf-service       /usr/libexec/dconf-service
LIST
}

# Prints the packages of the lists named that are not here, on one line.
missing_packages() {
    local list package probe missing=()
    while read -r package probe; do
        case $probe in
            /*) compgen -G "$probe" >/dev/null || missing+=("$package") ;;
            *) command -v "$probe" >/dev/null || missing+=("$package") ;;
        esac
    done < <(for list in "$@"; do "$list"; done)
    echo "${missing[*]}"
}

# Prints the line that installs the packages given.
install_line() {
    echo "apt-get install --no-install-recommends $*"
}
